/** What the program answers, for one thread wished and then for two; `helped`: a worker was seen at work. */
export interface Answer {
  readonly results: readonly ({ readonly threads: number; readonly helped: boolean } & Readonly<Record<'float32' | 'float64' | 'epochs' | 'images' | 'kMeans' | 'lasso', string>>)[];
  readonly eager: readonly (readonly number[])[];
}

export declare function run(): Promise<Answer>;
