/** The look of the report: one column, one accent, light, dark, phone and paper. */

/** Fonts with the measures that formulas need, for brackets to grow and indices to sit; of each system one. */
export const mathFonts: string = '"Cambria Math","STIX Two Math","Latin Modern Math","DejaVu Math TeX Gyre","Noto Sans Math",math';

/**
 * Colours by `light-dark()`, so that text, tables and plots follow one `color-scheme`; paper is always light.
 * The plots bring their own copy of the same palette.
 */
export const style: string = `
:root{color-scheme:light dark;--ink:light-dark(#1c2127,#e8ebef);--soft:light-dark(#5a6370,#a3acb8);--line:light-dark(#e2e5e9,#31373f);
--paper:light-dark(#ffffff,#14171b);--tint:light-dark(#f5f7f9,#1c2126);--accent:light-dark(#1c62b5,#74b1ff)}
*{box-sizing:border-box}
html{font-size:100%;-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
main,header,footer{width:100%;max-width:45rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:4.5rem}
h1{font-size:clamp(1.75rem,1.35rem + 2vw,2.5rem);line-height:1.15;letter-spacing:-.022em;font-weight:650;margin:.4rem 0 1.25rem;text-wrap:balance}
h2{font-size:1.4rem;line-height:1.25;letter-spacing:-.012em;font-weight:650;margin:0 0 1.1rem}
h3{font-size:1rem;font-weight:650;margin:2.25rem 0 .5rem}
p{margin:0 0 1rem;text-wrap:pretty}
section{padding:3rem 0 1.25rem;border-top:1px solid var(--line);margin-top:2.25rem;scroll-margin-top:0}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:.06em}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
.kicker{color:var(--soft);font-size:.875rem;margin:0}
.lead{font-size:1.1875em;line-height:1.55;margin-bottom:1.75rem}
.note{color:var(--soft);font-size:.9375em}
.name{font-weight:600}
nav{margin:2rem 0 0;padding:0;font-size:.9375rem}
nav ol{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.35rem;margin:0;padding:0}
nav a{display:inline-block;padding:.25rem 0;text-decoration:none}
nav a:hover{text-decoration:underline}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:1.5rem 1.75rem;margin:2rem 0;padding:0}
.tiles div{border-top:2px solid var(--accent);padding-top:.7rem}
.tiles dt{color:var(--soft);font-size:.875rem;line-height:1.35}
.tiles dd{margin:.1rem 0 0;font-size:1.75rem;line-height:1.2;font-weight:600;letter-spacing:-.02em}
.tiles dd small{display:block;font-size:.875rem;line-height:1.4;font-weight:400;letter-spacing:0;color:var(--soft);margin-top:.3rem}
.verdict{border-left:3px solid var(--accent);padding:.15rem 0 .15rem 1.1rem;margin:1.5rem 0}
.verdict p:last-child{margin-bottom:0}
ul{margin:0 0 1rem;padding-left:1.2rem}
li{margin-bottom:.45rem}
li::marker{color:var(--soft)}
figure{margin:1.75rem 0 2rem}
figure svg{display:block}
.narrow{display:none}
.scroll{overflow-x:auto;margin:1.25rem 0 1.5rem}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.45}
th,td{text-align:left;vertical-align:baseline;padding:.5rem 1rem .5rem 0;border-bottom:1px solid var(--line);font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--soft);font-size:.8125rem;line-height:1.3;vertical-align:bottom;border-bottom-color:var(--soft)}
thead .number{white-space:normal}
tbody th{font-weight:600;min-width:6rem;max-width:18rem}
td{min-width:2.5rem}
.number{text-align:right;white-space:nowrap}
.marked th,.marked td{background:var(--tint)}
.marked th{box-shadow:inset 3px 0 var(--accent);padding-left:.75rem}
pre{background:var(--tint);padding:1rem 1.15rem;overflow-x:auto;margin:.75rem 0 1.5rem;font-size:.875em;line-height:1.6;border-radius:4px}
code{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.9375em}
pre code{font-size:1em}
.facts{margin:1.25rem 0}
.facts div{display:grid;grid-template-columns:minmax(8rem,13rem) 1fr;gap:.25rem 1rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
.facts dt{color:var(--soft)}
.facts dd{margin:0;min-width:0}
details{margin:0 0 1.5rem}
summary{cursor:pointer;color:var(--accent);padding:.4rem 0}
footer{color:var(--soft);font-size:.875rem;padding-top:2rem;padding-bottom:4rem}
@media screen and (max-width:44rem){
header{padding-top:2.25rem}
.wide{display:none}.narrow{display:block}
.tiles{grid-template-columns:1fr 1fr;gap:1.25rem}
.tiles dd{font-size:1.5rem}
section{padding-top:2.25rem;margin-top:1.5rem}
.facts div{grid-template-columns:1fr;gap:0}
}
@media print{
:root{color-scheme:light}
@page{margin:17mm 16mm}
body{font-size:10pt;line-height:1.5}
main,header,footer{max-width:none;padding:0}
header{padding-top:0}
nav,summary{display:none}
.wide{display:block}.narrow{display:none}
section{margin-top:1rem;padding-top:1.4rem}
h1,h2,h3{break-after:avoid}
figure,tr,pre,.tiles,.verdict,.facts div{break-inside:avoid}
figure svg{max-width:150mm}
.scroll,pre{overflow:visible}
pre{white-space:pre-wrap;border:1px solid var(--line)}
th,td{padding-right:.8rem}
table{font-size:8pt}
thead th{font-size:7.5pt}
tbody th{min-width:0;max-width:38mm}
td{min-width:0}
.tiles{grid-template-columns:repeat(4,1fr);gap:6mm;margin:1.2rem 0}
.tiles dd{font-size:15pt}
.tiles dt,.tiles dd small{font-size:8pt}
details::details-content{content-visibility:visible;block-size:auto}
}
`.replaceAll('\n', '');
