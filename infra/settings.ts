import { personal, stages } from '../stages.ts';
import { isPersonal, settingsOf } from './stage.ts';

/** What stages.ts says of the stage that is being deployed. */
export const settings = settingsOf($app.stage, { personal, stages });

/** Everything but a stage of one's own is kept when it is removed, and cannot be deleted by accident. */
export const isProtected = !isPersonal($app.stage);
