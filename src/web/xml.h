/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* xml.h - writes XML 1.0 (W3C, fifth edition): what cannot be written in it at all (§2.2: most control characters) is left out,
 * so that whatever a stranger wrote, readers get a document that they can read. */
#ifndef WEB_XML_H
#define WEB_XML_H

#include "base/buf.h"

void xml_text(struct buf *b, struct sv text);                           /* escaped, for text and for quoted values */
void xml_element(struct buf *b, const char *name, struct sv text);      /* <name>text</name> and a new line; nothing for no text */
void xml_open(struct buf *b, const char *name);
void xml_close(struct buf *b, const char *name);
void xml_attribute(struct buf *b, const char *name, struct sv value);   /* between "<name" and ">"; nothing for no value */

#endif
