export { unknownPage as showUnknown } from './page.ts';
