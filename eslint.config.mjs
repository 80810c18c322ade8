// Typed linting: what the compiler cannot see, above all promises nobody awaits.
import tseslint from 'typescript-eslint';

export default tseslint.config(
  // What is written by a tool is as long as it is.
  {
    ignores: [
      ...['dist/**', 'libs/client/dist/**', 'node_modules/**'],
      ...['apps/server/openapi/figures/**', 'libs/client/catalogue.ts'],
    ],
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'PrivateIdentifier', message: 'Use `private` instead of a `#private` name.' },
      ],
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
    },
  },
);
