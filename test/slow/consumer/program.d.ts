/** What the program answers, for one thread wished and then for two; `helped`: a worker was seen at work. */
export interface Answer {
  readonly results: readonly { readonly threads: number; readonly helped: boolean; readonly float32: string; readonly float64: string }[];
  readonly eager: readonly (readonly number[])[];
}

export declare function run(): Promise<Answer>;
