import { z } from 'zod';
import { onOrOff } from '../providers/settings.ts';

/** Which documents clients may send. */
export interface DocumentSettings {
  /** Path of the manifest of trusted documents; null if there is none. */
  readonly manifest: string | null;
  /** Whether every other document is refused. */
  readonly trustedOnly: boolean;
}

/** The environment variables of these settings. */
export const documentVariables = {
  TRUSTED_DOCUMENTS: z
    .string()
    // If the variable holds the file's content by mistake, an error message that repeats it would be unreadable.
    .regex(/^[^\n{]*$/, 'must be the path of a JSON file, not its content')
    .trim()
    .default(''),
  TRUSTED_DOCUMENTS_ONLY: onOrOff.default(false),
};

type Variables = { readonly [Name in keyof typeof documentVariables]: z.infer<(typeof documentVariables)[Name]> };

export function toDocumentSettings({ TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_ONLY }: Variables): DocumentSettings {
  return { manifest: TRUSTED_DOCUMENTS || null, trustedOnly: TRUSTED_DOCUMENTS_ONLY };
}
