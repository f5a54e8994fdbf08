import { Schema } from 'mongoose';

/** How to reach a site or care unit; null says "not known". */
export interface Contact {
  phone: string | null;
  email: string | null;
  website: string | null;
}

export const contact = new Schema<Contact>(
  {
    phone: { type: String, default: null, maxlength: 40 },
    email: { type: String, default: null, maxlength: 254 },
    // Shown as a link: anything but a web address could run as script.
    website: { type: String, default: null, maxlength: 500, match: /^https?:\/\// },
  },
  { _id: false },
);
