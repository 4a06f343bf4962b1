import { LEARNED } from '../../published/blocks.ts';
import { wholeParameters, type Parameters } from '../../published/parameters.ts';
import type { RequestContext } from '../serve/context.ts';

/** The parameters of the visible generation, with the trees of a mix where there is one: they are read once for all who see that generation. */
export const parametersShown = (
  { loaders }: Pick<RequestContext, 'loaders'>,
  text: string | undefined,
): Promise<Parameters | null> =>
  wholeParameters(text, () => loaders.block({ kind: LEARNED, number: 0 }, (learned) => learned));
