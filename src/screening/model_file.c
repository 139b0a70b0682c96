/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Opening and writing model files. What is opened was checked whole: sizes, then the print over every byte, then what is inside. */
#include "screening/model_file.h"
#include "screening/net.h"

#include "base/attr.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

static const char *const names[] = {
#define CATEGORY(name, what) #name,
#include "screening/category.def"
#undef CATEGORY
};
static_assert(CATEGORIES <= (int)sizeof(linear_row), "a row has a place for each");

const char *category_name(unsigned category)
{
	return category < CATEGORIES ? names[category] : "";
}

int category_by_name(struct sv name)
{
	for (int i = 0; i < CATEGORIES; i++)
		if (sv_eq(name, sv_of(names[i])))
			return i;
	return -1;
}

const char *model_fault_text(enum model_fault fault)
{
	static const char *const texts[] = { [MODEL_OK] = "it is fine",
		                             [MODEL_MISSING] = "it cannot be read",
		                             [MODEL_SHORT] = "it is cut off",
		                             [MODEL_OTHER] = "it is no model of the screen",
		                             [MODEL_VERSION] = "it is for another version of Folkmoot",
		                             [MODEL_DAMAGED] = "it is damaged" };
	return fault < COUNT_OF(texts) ? texts[fault] : "";
}

/* --- where the sections are ------------------------------------------------------------------------------------------------------ */

struct sections {
	size_t lexicon, slots, vector_scale, vectors, net, linear_scale, linear_bias, linear, calibration, end;
};

static size_t section(size_t *at, size_t bytes)
{
	size_t from = (*at + 15) & ~(size_t)15;
	*at = from + bytes;
	return from;
}

static struct sections sections_of(const struct model_head *head)
{
	size_t at = sizeof(*head);
	struct sections s;
	s.lexicon = section(&at, (size_t)head->lexicon_size * sizeof(uint32_t));
	s.slots = section(&at, (size_t)head->word_slots * sizeof(struct word_slot));
	s.vector_scale = section(&at, (size_t)head->word_count * sizeof(float));
	s.vectors = section(&at, (size_t)head->word_count * sizeof(vector_row));
	s.net = section(&at, sizeof(struct model_net));
	s.linear_scale = section(&at, CATEGORIES * sizeof(float));
	s.linear_bias = section(&at, CATEGORIES * sizeof(float));
	s.linear = section(&at, sizeof(linear_row) << FEATURE_BITS);
	s.calibration = section(&at, CATEGORIES * sizeof(struct model_calibration));
	s.end = at;
	return s;
}

/* --- reading ------------------------------------------------------------------------------------------------------------------------- */

static bool is_power(uint32_t n)
{
	return n && !(n & (n - 1));
}

static enum model_fault check_head(const struct model_head *head, size_t size)
{
	if (memcmp(head->magic, MODEL_MAGIC, sizeof(head->magic)))
		return MODEL_OTHER;
	if (head->version != MODEL_FILE_VERSION || head->categories != CATEGORIES || head->feature_bits != FEATURE_BITS)
		return MODEL_VERSION;
	if (head->size > size)
		return MODEL_SHORT;
	bool sane = head->size == size && is_power(head->lexicon_size) && is_power(head->word_slots) && head->lexicon_size <= 1 << 24 &&
		    head->word_slots <= 1 << 24 && head->word_count && head->word_count < head->word_slots;
	return sane && sections_of(head).end == size ? MODEL_OK : MODEL_DAMAGED;
}

/* A look-up ends at an empty slot: there must be one. No slot names a word that is not there. */
static enum model_fault check_tables(const struct model *model)
{
	size_t empty = 0;
	for (uint32_t i = 0; i < model->head->lexicon_size; i++)
		empty += !model->lexicon.slots[i];
	if (!empty)
		return MODEL_DAMAGED;
	empty = 0;
	for (uint32_t i = 0; i < model->head->word_slots; i++) {
		empty += !model->slots[i].number;
		if (model->slots[i].number >= model->head->word_count)
			return MODEL_DAMAGED;
	}
	return empty ? MODEL_OK : MODEL_DAMAGED;
}

static enum model_fault check_numbers(const float *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!isfinite(numbers[i]))
			return MODEL_DAMAGED;
	return MODEL_OK;
}

static enum model_fault check_all_numbers(const struct model *model)
{
	enum model_fault fault = check_numbers(model->vector_scale, model->head->word_count);
	if (!fault)
		fault = check_numbers((const float *)model->net, sizeof(*model->net) / sizeof(float));
	if (!fault)
		fault = check_numbers(model->linear_scale, CATEGORIES);
	if (!fault)
		fault = check_numbers(model->linear_bias, CATEGORIES);
	if (!fault)
		fault = check_numbers((const float *)model->calibration, CATEGORIES * sizeof(*model->calibration) / sizeof(float));
	return fault;
}

static void point(struct model *model, const char *at)
{
	const struct model_head *head = (const void *)at;
	struct sections s = sections_of(head);
	model->head = head;
	model->lexicon = (struct lexicon){ (const void *)(at + s.lexicon), head->lexicon_size - 1 };
	model->slots = (const void *)(at + s.slots);
	model->vector_scale = (const void *)(at + s.vector_scale);
	model->vectors = (const void *)(at + s.vectors);
	model->net = (const void *)(at + s.net);
	model->linear_scale = (const void *)(at + s.linear_scale);
	model->linear_bias = (const void *)(at + s.linear_bias);
	model->linear = (const void *)(at + s.linear);
	model->calibration = (const void *)(at + s.calibration);
}

static void make_tables(struct model *model)
{
	float x[1][NET_IN];
	struct tap_tables *tables = malloc(sizeof(*tables));
	if (!tables)
		abort();
	for (uint32_t i = 0; i < COMMON_WORDS && i < model->head->word_count; i++) {
		word_input(model, i, x[0]);
		net_taps(model->net, (const float(*)[NET_IN])x, 1, &tables->word[i]);
	}
	for (unsigned i = 0; i <= FRAME_PART; i++) {
		memset(x, 0, sizeof(x));
		net_frame_input(model->net, i, x[0]);
		net_taps(model->net, (const float(*)[NET_IN])x, 1, &tables->part[i]);
	}
	for (unsigned i = 0; i < MARKS; i++) {
		memset(x, 0, sizeof(x));
		net_frame_input(model->net, i * FRAME_IS_QUOTED, x[0]);
		memset(x[0] + NET_VECTOR, 0, NET_PART * sizeof(float)); /* those of no part are in the table of parts */
		net_taps(model->net, (const float(*)[NET_IN])x, 1, &tables->marks[i]);
	}
	model->tables = tables;
}

enum model_fault model_read(struct sv bytes, struct model **model_r)
{
	const struct model_head *head = (const void *)bytes.p;
	*model_r = NULL;
	if (bytes.n < sizeof(*head))
		return bytes.n >= sizeof(head->magic) && memcmp(bytes.p, MODEL_MAGIC, sizeof(head->magic)) ? MODEL_OTHER : MODEL_SHORT;
	enum model_fault fault = check_head(head, bytes.n);
	if (!fault && XXH3_64bits(bytes.p + sizeof(*head), bytes.n - sizeof(*head)) != head->print)
		fault = MODEL_DAMAGED;
	if (fault)
		return fault;
	struct model *model = calloc(1, sizeof(*model));
	if (!model)
		abort();
	point(model, bytes.p);
	fault = check_tables(model);
	if (!fault)
		fault = check_all_numbers(model);
	if (fault) {
		free(model);
		return fault;
	}
	make_tables(model);
	*model_r = model;
	return MODEL_OK;
}

enum model_fault model_open(const char *path, struct model **model_r)
{
	struct stat about;
	*model_r = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return MODEL_MISSING;
	struct sv bytes = SV_NONE;
	if (!fstat(fd, &about) && S_ISREG(about.st_mode) && about.st_size > 0) {
		void *at = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (at != MAP_FAILED)
			bytes = (struct sv){ at, (size_t)about.st_size };
	}
	close(fd);
	if (!bytes.p)
		return MODEL_MISSING;
	enum model_fault fault = model_read(bytes, model_r);
	if (fault)
		munmap((void *)(uintptr_t)bytes.p, bytes.n);
	else
		(*model_r)->mapped = bytes;
	return fault;
}

void model_close(struct model *model)
{
	if (model && model->mapped.p)
		munmap((void *)(uintptr_t)model->mapped.p, model->mapped.n);
	if (model)
		free(model->tables);
	free(model);
}

const struct lexicon *model_lexicon(const struct model *model)
{
	return &model->lexicon;
}

const struct model_calibration *model_calibration(const struct model *model, enum category category)
{
	return &model->calibration[category];
}

/* --- writing ------------------------------------------------------------------------------------------------------------------------- */

static int8_t quantize(float x, float scale)
{
	float q = scale > 0 ? roundf(x / scale) : 0;
	return (int8_t)(q > 127 ? 127 : q < -127 ? -127 : q);
}

static float largest(const float *x, size_t count)
{
	float most = 0;
	for (size_t i = 0; i < count; i++)
		most = fabsf(x[i]) > most ? fabsf(x[i]) : most;
	return most;
}

static void put_words(char *to, const struct sections *s, const struct model_head *head, const struct model_parts *parts)
{
	struct word_slot *slots = (void *)(to + s->slots);
	float *scales = (void *)(to + s->vector_scale);
	vector_row *rows = (void *)(to + s->vectors);
	for (uint32_t i = 0; i < parts->word_count; i++) {
		scales[i] = largest(parts->vectors[i], NET_VECTOR + NET_LEARNED) / 127;
		for (size_t k = 0; k < NET_VECTOR + NET_LEARNED; k++)
			rows[i][k] = quantize(parts->vectors[i][k], scales[i]);
		if (!i)
			continue; /* of the words that are not there */
		uint32_t at = (uint32_t)parts->words[i] & (head->word_slots - 1);
		while (slots[at].number)
			at = (at + 1) & (head->word_slots - 1);
		slots[at] = (struct word_slot){ (uint32_t)(parts->words[i] >> 32), i };
	}
}

static void put_linear(char *to, const struct sections *s, const struct model_parts *parts)
{
	float *scales = (void *)(to + s->linear_scale);
	linear_row *rows = (void *)(to + s->linear);
	memcpy(to + s->linear_bias, parts->linear_bias, CATEGORIES * sizeof(float));
	for (size_t c = 0; c < CATEGORIES; c++) {
		float most = 0;
		for (size_t i = 0; i < (size_t)1 << FEATURE_BITS; i++)
			most = fabsf(parts->linear[i][c]) > most ? fabsf(parts->linear[i][c]) : most;
		scales[c] = most / 127;
		for (size_t i = 0; i < (size_t)1 << FEATURE_BITS; i++)
			rows[i][c] = quantize(parts->linear[i][c], scales[c]);
	}
}

bool model_write(const char *path, const struct model_parts *parts)
{
	struct model_head head = { .version = MODEL_FILE_VERSION, .categories = CATEGORIES, .lexicon_size = parts->lexicon_size,
		                   .feature_bits = FEATURE_BITS, .word_count = parts->word_count, .word_slots = 1 };
	memcpy(head.magic, MODEL_MAGIC, sizeof(head.magic));
	while (head.word_slots < parts->word_count * 2)
		head.word_slots *= 2;
	struct sections s = sections_of(&head);
	char *to = calloc(1, s.end);
	FILE *file = to ? fopen(path, "wb") : NULL;
	if (!file) {
		free(to);
		return false;
	}
	memcpy(to + s.lexicon, parts->lexicon, parts->lexicon_size * sizeof(uint32_t));
	put_words(to, &s, &head, parts);
	memcpy(to + s.net, parts->net, sizeof(*parts->net));
	put_linear(to, &s, parts);
	memcpy(to + s.calibration, parts->calibration, CATEGORIES * sizeof(*parts->calibration));
	head.size = s.end;
	head.print = XXH3_64bits(to + sizeof(head), s.end - sizeof(head));
	memcpy(to, &head, sizeof(head));
	bool written = fwrite(to, 1, s.end, file) == s.end;
	free(to);
	return !fclose(file) && written;
}
