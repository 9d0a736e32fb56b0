import { createRootRoute } from '@tanstack/react-router';
import { Shell } from './Shell';

/** What all screens of the desk stand in. */
export const root = createRootRoute({ component: Shell });
