/** Who reports what in the made-up region. */
export type Publisher = 'general-practice' | 'physiotherapy' | 'hospital' | 'patient';
