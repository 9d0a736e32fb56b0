import { z } from 'zod';
import { localeName } from './primitives';
import { type Answer, route } from './route';

export const THEMES = ['SYSTEM', 'LIGHT', 'DARK'] as const;
export const DENSITIES = ['COMFORTABLE', 'COMPACT'] as const;

const MOST_PANES = 30;

/** How somebody likes to look at the platform. */
export const preferences = z
  .strictObject({
    language: localeName.nullable().meta({ description: 'Of the screens; null: as the browser asks for' }),
    theme: z.enum(THEMES).meta({ id: 'Theme' }),
    density: z.enum(DENSITIES).meta({ id: 'Density' }),
    letterKeys: z
      .boolean()
      .meta({ description: 'Whether single letters are keys (WCAG 2.1.4 wants a switch)' }),
    paneWidths: z
      .record(z.string().regex(/^[a-z][a-zA-Z.]{0,39}$/), z.int().min(40).max(10_000))
      .refine((panes) => Object.keys(panes).length <= MOST_PANES, { params: { code: 'TOO_MANY' } })
      .meta({ description: 'Pixels by the name of the pane' }),
  })
  .meta({ id: 'Preferences' });

export type Preferences = Answer<typeof preferences>;

/** What everybody begins with. */
export const FIRST_PREFERENCES: Preferences = {
  ...{ language: null, theme: 'SYSTEM', density: 'COMFORTABLE', letterKeys: true, paneWidths: {} },
};

const example: Preferences = {
  ...{ language: 'zh-CN', theme: 'DARK', density: 'COMPACT', letterKeys: false },
  paneWidths: { inbox: 420 },
};

export const preferenceRoutes = {
  getPreferences: route({
    method: 'get',
    path: '/me/preferences',
    tag: 'Own desk',
    summary: 'How one likes to look at the platform',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: preferences,
    example: { answer: example },
    problems: [],
  }),
  choosePreferences: route({
    method: 'put',
    path: '/me/preferences',
    tag: 'Own desk',
    summary: 'Choose how to look at the platform',
    access: 'signedIn',
    body: preferences,
    idempotency: 'none',
    status: 200,
    answer: preferences,
    example: { body: example, answer: example },
    problems: [422],
  }),
};
