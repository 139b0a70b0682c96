/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Makes the table behind screening/fold.h of ICU's data, at build: what each code point is to the screen, and the letters it stands
 * for. ICU itself is then not needed. usage: foldgen OUT.c */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { POINTS = 0x20000, BLOCK = 128, MOST = 15 };
enum { NOTHING, SPACE, LETTER, DIGIT, MARK, SIGN, PICTURE, ALIKE }; /* enum fold_kind of screening/fold.h, in its order */

struct fold {
	unsigned char kind;
	char text[MOST + 1]; /* UTF-8 */
};

static UErrorCode status = U_ZERO_ERROR;
static const UNormalizer2 *folding, *decomposing;
static UTransliterator *latin;
static USpoofChecker *spoof;

static void check(const char *what)
{
	if (U_SUCCESS(status) || status == U_STRING_NOT_TERMINATED_WARNING)
		return;
	fprintf(stderr, "foldgen: %s: %s\n", what, u_errorName(status));
	exit(1);
}

/* Without case, compatibility forms, marks and, for Latin letters, without what ASCII does not have. */
static int simplify(UChar *text, int n, bool is_latin)
{
	UChar other[64];
	n = unorm2_normalize(folding, text, n, other, 60, &status);
	check("folding");
	n = unorm2_normalize(decomposing, other, n, text, 60, &status);
	check("decomposing");
	int kept = 0;
	for (int i = 0; i < n; i++)
		if (u_charType(text[i]) != U_NON_SPACING_MARK)
			text[kept++] = text[i];
	text[kept] = 0;
	if (is_latin) {
		utrans_transUChars(latin, text, &kept, 60, 0, &(int32_t){ kept }, &status);
		check("Latin-ASCII");
	}
	kept = u_strFoldCase(other, 60, text, kept, U_FOLD_CASE_DEFAULT, &status);
	check("case");
	u_memcpy(text, other, kept);
	return kept;
}

static bool put(struct fold *fold, const UChar *text, int n)
{
	int32_t length = 0;
	char utf8[64];
	u_strToUTF8(utf8, sizeof(utf8), &length, text, n, &status);
	check("UTF-8");
	if (length == 0 || length > MOST)
		return false;
	memcpy(fold->text, utf8, (size_t)length);
	fold->text[length] = 0;
	return true;
}

static bool is_ascii_word(const char *text)
{
	for (; *text; text++)
		if (!((*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9')))
			return false;
	return true;
}

/* Negative circled and squared letters have no decomposition; regional indicators spell, too. */
static int boxed_letter(UChar32 c)
{
	if (c >= 0x1f150 && c < 0x1f150 + 26)
		return c - 0x1f150;
	if (c >= 0x1f170 && c < 0x1f170 + 26)
		return c - 0x1f170;
	return -1;
}

/* What ICU leaves or sees otherwise than somebody who reads: Greek and Cyrillic k, letters turned on their heads. */
static const struct {
	UChar32 point;
	char letter;
} ours[] = {
	{ 0x3ba, 'k' }, { 0x39a, 'k' }, { 0x43a, 'k' }, { 0x41a, 'k' }, { 0x138, 'k' }, { 0x29e, 'k' }, { 0x250, 'a' }, { 0x1dd, 'e' }, { 0x254, 'c' },
	{ 0x25f, 'f' }, { 0x265, 'h' }, { 0x1d09, 'i' }, { 0x26f, 'm' }, { 0x279, 'r' }, { 0x287, 't' }, { 0x28c, 'v' }, { 0x28d, 'w' }, { 0x28e, 'y' },
};

static char our_letter(UChar32 c)
{
	for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++)
		if (ours[i].point == c)
			return ours[i].letter;
	return 0;
}

static void fold_letter(UChar32 c, struct fold *fold)
{
	UChar text[64], skeleton[64];
	int n = 0;
	UScriptCode script = uscript_getScript(c, &status);
	U16_APPEND_UNSAFE(text, n, c);
	if (our_letter(c)) {
		*fold = (struct fold){ .kind = script == USCRIPT_LATIN ? LETTER : ALIKE, .text = { our_letter(c) } };
		return;
	}
	if (script == USCRIPT_HAN || script == USCRIPT_HANGUL) {
		fold->kind = LETTER; /* itself */
		put(fold, text, n);
		return;
	}
	int skeleton_n = uspoof_getSkeleton(spoof, 0, text, n, skeleton, 60, &status);
	check("skeleton");
	n = simplify(text, n, script == USCRIPT_LATIN);
	fold->kind = u_isdigit(c) ? DIGIT : LETTER;
	if (!put(fold, text, n))
		fold->kind = NOTHING;
	if (c < 128 || is_ascii_word(fold->text))
		return;
	struct fold alike = { .kind = ALIKE };
	skeleton_n = simplify(skeleton, skeleton_n, true);
	if (put(&alike, skeleton, skeleton_n) && is_ascii_word(alike.text)) {
		if (!strcmp(alike.text, "rn"))
			strcpy(alike.text, "m"); /* that is how ICU writes it */
		*fold = alike;
	}
}

static struct fold fold_of(UChar32 c)
{
	struct fold fold = { 0 };
	int type = u_charType(c), letter = boxed_letter(c);
	if (letter >= 0) {
		fold.kind = LETTER;
		fold.text[0] = (char)('a' + letter);
	} else if (c == '\n' || c == '\t' || c == '\r' || u_isUWhiteSpace(c)) {
		fold.kind = SPACE;
	} else if (type == U_UNASSIGNED || type == U_SURROGATE || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || type == U_CONTROL_CHAR ||
		   type == U_FORMAT_CHAR || type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || (c >= 0x1f3fb && c <= 0x1f3ff)) {
		fold.kind = NOTHING;
	} else if (u_isalnum(c) || type == U_LETTER_NUMBER || type == U_OTHER_NUMBER || type == U_COMBINING_SPACING_MARK || (type == U_OTHER_SYMBOL && c >= 0x24b6 && c <= 0x24e9) ||
		   (c >= 0x1f110 && c <= 0x1f149)) {
		fold_letter(c, &fold);
	} else if ((u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) && c > 0x203b) || (c >= 0x1f1e6 && c <= 0x1f1ff)) {
		UChar text[2];
		int n = 0;
		U16_APPEND_UNSAFE(text, n, c);
		fold.kind = PICTURE;
		put(&fold, text, n);
	} else {
		UChar text[64];
		int n = 0;
		U16_APPEND_UNSAFE(text, n, c);
		n = simplify(text, n, false);
		fold.kind = SIGN;
		put(&fold, text, n);
		if (fold.text[0] == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02bc)
			strcpy(fold.text, "'");
		else if (c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab || c == 0xbb)
			strcpy(fold.text, "\"");
	}
	return fold;
}

static struct fold folds[POINTS];
static struct fold kinds[1 << 14];
static unsigned short numbers[POINTS];
static unsigned kind_count, block_count;
static unsigned short blocks[POINTS / BLOCK][BLOCK], block_of[POINTS / BLOCK];

static void number_folds(void)
{
	for (unsigned c = 0; c < POINTS; c++) {
		unsigned i = 0;
		while (i < kind_count && (kinds[i].kind != folds[c].kind || strcmp(kinds[i].text, folds[c].text)))
			i++;
		if (i == kind_count) {
			if (kind_count == sizeof(kinds) / sizeof(*kinds))
				exit(fprintf(stderr, "foldgen: too many foldings\n"));
			kinds[kind_count++] = folds[c];
		}
		numbers[c] = (unsigned short)i;
	}
	for (unsigned b = 0; b < POINTS / BLOCK; b++) {
		unsigned i = 0;
		while (i < block_count && memcmp(blocks[i], numbers + b * BLOCK, sizeof(blocks[i])))
			i++;
		if (i == block_count)
			memcpy(blocks[block_count++], numbers + b * BLOCK, sizeof(blocks[i]));
		block_of[b] = (unsigned short)i;
	}
}

/* What folds to itself is not written out: most scripts' letters. */
static bool is_itself(UChar32 c, const struct fold *fold)
{
	UChar text[2];
	int n = 0;
	struct fold self = { .kind = fold->kind };
	U16_APPEND_UNSAFE(text, n, c);
	put(&self, text, n);
	return !strcmp(self.text, fold->text);
}

static void write_out(FILE *out)
{
	fprintf(out, "/* Made by tools/foldgen.c of ICU %s. */\n#include \"screening/fold.h\"\n\nconst struct fold fold_table[] = {\n", U_ICU_VERSION);
	for (unsigned i = 0; i < kind_count; i++) {
		fprintf(out, "\t{ %d, %zu, \"", kinds[i].kind, strlen(kinds[i].text));
		for (const char *p = kinds[i].text; *p; p++)
			fprintf(out, "\\%03o", (unsigned char)*p);
		fprintf(out, "\" },\n");
	}
	fprintf(out, "};\nconst unsigned short fold_blocks[][FOLD_BLOCK] = {\n");
	for (unsigned b = 0; b < block_count; b++) {
		fprintf(out, "\t{ ");
		for (unsigned i = 0; i < BLOCK; i++)
			fprintf(out, "%u,%s", blocks[b][i], i % 32 == 31 ? "\n\t  " : " ");
		fprintf(out, "},\n");
	}
	fprintf(out, "};\nconst unsigned short fold_block_of[FOLD_POINTS / FOLD_BLOCK] = {\n\t");
	for (unsigned b = 0; b < POINTS / BLOCK; b++)
		fprintf(out, "%u,%s", block_of[b], b % 32 == 31 ? "\n\t" : " ");
	fprintf(out, "\n};\n");
}

int main(int argc, char **argv)
{
	FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
	if (!out)
		return fprintf(stderr, "usage: foldgen OUT.c\n");
	UChar id[32];
	u_uastrcpy(id, "Latin-ASCII");
	folding = unorm2_getNFKCCasefoldInstance(&status);
	decomposing = unorm2_getNFKDInstance(&status);
	latin = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
	spoof = uspoof_open(&status);
	check("ICU");
	for (UChar32 c = 0; c < POINTS; c++) {
		folds[c] = fold_of(c);
		if ((folds[c].kind == LETTER || folds[c].kind == PICTURE || folds[c].kind == SIGN) && c >= 128 && is_itself(c, &folds[c]))
			folds[c].text[0] = 0; /* itself */
	}
	number_folds();
	write_out(out);
	utrans_close(latin);
	uspoof_close(spoof);
	return fclose(out) ? 1 : 0;
}
