import { open } from '../../core/policy.ts';
import { publicGet, type RouteRow } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import * as handle from './handlers.ts';

/** The care offer for programs: HSDS 3.1. Parameters are read by their own table, and refused with 400 as the standard does. */
export const hsdsRoutes: RouteRow[] = [
  publicGet(paths.hsds, open, {}, handle.welcome),
  publicGet(paths.hsdsOpenApi, open, {}, handle.openApi),
  publicGet(paths.hsdsServices, open, {}, handle.list('services')),
  publicGet(paths.hsdsService, open, {}, handle.single('services')),
  publicGet(paths.hsdsOrganizations, open, {}, handle.list('organizations')),
  publicGet(paths.hsdsOrganization, open, {}, handle.single('organizations')),
  publicGet(paths.hsdsServicesAtLocations, open, {}, handle.list('service_at_locations')),
  publicGet(paths.hsdsServiceAtLocation, open, {}, handle.single('service_at_locations')),
  publicGet(paths.hsdsTaxonomies, open, {}, handle.list('taxonomies')),
  publicGet(paths.hsdsTaxonomy, open, {}, handle.single('taxonomies')),
  publicGet(paths.hsdsTaxonomyTerms, open, {}, handle.list('taxonomy_terms')),
  publicGet(paths.openDataServices, open, {}, handle.download),
  publicGet(paths.hsdsTaxonomyTerm, open, {}, handle.single('taxonomy_terms')),
];
