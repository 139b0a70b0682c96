/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/copies.h"

#include <math.h>

enum { TURNS_MOST = 4 /* degrees */, PLAIN = 5 /* of 255: as much as encoding changes one colour */,
       RINGS = 8 /* points */, BORDER_PARTS = 3 /* a border is less than this part of a side */ };
static const float kept_in_turns = 0.9f; /* of each side: the corners of a turned picture are not its own */

static void add(struct copies *copies, struct pdq pdq)
{
	for (size_t i = 0; i < copies->count; i++)
		if (pdq_distance(&copies->list[i], &pdq) == 0)
			return;
	if (copies->count < sizeof(copies->list) / sizeof(*copies->list))
		copies->list[copies->count++] = pdq;
}

static void add_view(struct copies *copies, const struct pdq_picture *picture, struct pdq_view view)
{
	struct pdq_waves waves;
	pdq_look_at(picture, &view, &waves);
	add(copies, pdq_of(&waves));
}

static struct pdq_view cut(struct pdq_view view, float left, float top, float right, float bottom)
{
	float width = view.right - view.left, height = view.bottom - view.top;
	return (struct pdq_view){ view.left + left * width, view.top + top * height, view.right - right * width, view.bottom - bottom * height, view.degrees };
}

static void begin(const struct pdq_picture *picture, struct copies *copies, struct pdq_waves *waves)
{
	pdq_look(picture, waves);
	*copies = (struct copies){ .quality = waves->quality };
	add(copies, pdq_of(waves));
}

/* --- borders ------------------------------------------------------------------------------------------------------------------------ */

/* Rows, or columns, counted from an edge. */
struct edge {
	const struct pdq_picture *picture;
	bool rows, from_end;
};

static int edge_side(const struct edge *edge)
{
	return edge->rows ? edge->picture->height : edge->picture->width;
}

static const float *edge_line(const struct edge *edge, int k, int *n_r, int *step_r)
{
	int at = edge->from_end ? edge_side(edge) - 1 - k : k, width = edge->picture->width;
	*n_r = edge->rows ? width : edge->picture->height;
	*step_r = edge->rows ? 1 : width;
	return edge->picture->sharp + (edge->rows ? (size_t)at * (size_t)width : (size_t)at);
}

/* How far line k is, on the mean, from one colour. */
static float from_colour(const struct edge *edge, int k, float colour)
{
	int n, step;
	const float *p = edge_line(edge, k, &n, &step);
	float sum = 0;
	for (int i = 0; i < n; i++, p += step)
		sum += fabsf(*p - colour);
	return sum / (float)n;
}

static float from_line_before(const struct edge *edge, int k)
{
	int n, step;
	const float *p = edge_line(edge, k, &n, &step), *q = edge_line(edge, k - 1, &n, &step);
	float sum = 0;
	for (int i = 0; i < n; i++, p += step, q += step)
		sum += fabsf(*p - *q);
	return sum / (float)n;
}

static float mean_colour(const struct edge *edge)
{
	int n, step;
	const float *p = edge_line(edge, 0, &n, &step);
	float sum = 0;
	for (int i = 0; i < n; i++, p += step)
		sum += *p;
	return sum / (float)n;
}

/* How many lines are border. Encoding leaves rings beside a sharp edge: it is where the greatest step among the next lines is. */
static int border_of(const struct pdq_picture *picture, bool rows, bool from_end)
{
	struct edge edge = { picture, rows, from_end };
	int most = edge_side(&edge) / BORDER_PARTS, plain = 0, at;
	float colour = mean_colour(&edge), greatest = 0;
	while (plain < most && from_colour(&edge, plain, colour) <= PLAIN)
		plain++;
	at = plain;
	for (int k = plain; plain && k < plain + RINGS && k < most; k++) {
		float step = from_line_before(&edge, k);
		if (step > greatest) {
			greatest = step;
			at = k;
		}
	}
	return at;
}

bool picture_inside(struct arena *arena, const struct pdq_picture *picture, struct pdq_picture *inside_r)
{
	if (picture->width < BORDER_PARTS * PDQ_SIDE || picture->height < BORDER_PARTS * PDQ_SIDE)
		return false;
	int left = border_of(picture, false, false), right = border_of(picture, false, true);
	int top = border_of(picture, true, false), bottom = border_of(picture, true, true);
	if (left + right + top + bottom == 0)
		return false;
	*inside_r = pdq_picture_part(arena, picture, left, top, picture->width - left - right, picture->height - top - bottom);
	return true;
}

/* --- what goes into a bank ------------------------------------------------------------------------------------------------------------ */

/* `size` of each side is left; in steps from one edge to the other. */
static void add_places(struct copies *copies, const struct pdq_picture *picture, float size, int steps)
{
	for (int i = 0; i <= steps; i++)
		for (int j = 0; j <= steps; j++) {
			float left = (1 - size) * (float)i / (float)steps, top = (1 - size) * (float)j / (float)steps;
			add_view(copies, picture, (struct pdq_view){ left, top, left + size, top + size, 0 });
		}
}

static void add_edges(struct copies *copies, const struct pdq_picture *picture, float off)
{
	add_view(copies, picture, cut(PDQ_WHOLE, off, 0, 0, 0));
	add_view(copies, picture, cut(PDQ_WHOLE, 0, off, 0, 0));
	add_view(copies, picture, cut(PDQ_WHOLE, 0, 0, off, 0));
	add_view(copies, picture, cut(PDQ_WHOLE, 0, 0, 0, off));
}

static void add_whole(struct copies *copies, const struct pdq_picture *picture)
{
	struct pdq_waves waves;
	pdq_look(picture, &waves);
	add(copies, pdq_of(&waves));
}

static void add_cuts(struct copies *copies, const struct pdq_picture *picture)
{
	for (int percent = 1; percent <= 10; percent++) {
		float off = (float)percent / 100;
		add_view(copies, picture, cut(PDQ_WHOLE, off, off, off, off));
	}
	for (int percent = 2; percent <= 10; percent += 2)
		add_edges(copies, picture, (float)percent / 100);
	add_places(copies, picture, 0.975f, 2);
	add_places(copies, picture, 0.95f, 4);
}

void copies_to_bank(struct arena *arena, const uint8_t *rgb, int width, int height, struct copies *copies_r)
{
	struct pdq_picture picture = pdq_picture_read(arena, rgb, width, height, PDQ_GREY), inside;
	struct pdq_picture of_light = pdq_picture_read(arena, rgb, width, height, PDQ_GREY_OF_LIGHT);
	struct pdq_waves waves;
	begin(&picture, copies_r, &waves);
	add_whole(copies_r, &of_light);
	if (picture_inside(arena, &picture, &inside)) {
		add_whole(copies_r, &inside);
		add_view(copies_r, &inside, PDQ_WHOLE);
	}
	add_cuts(copies_r, &picture);
}

/* --- what is looked up ---------------------------------------------------------------------------------------------------------------- */

static void add_turns(struct copies *copies, const struct pdq_waves *waves)
{
	for (unsigned turn = 0; turn < PDQ_TURNS; turn++)
		add(copies, pdq_turned(waves, turn));
}

/* The sides of the upright rectangle that was turned and given a canvas that holds all of it. */
static struct pdq_view before_turn(const struct pdq_picture *picture, float degrees)
{
	float along = cosf(fabsf(degrees) * (float)M_PI / 180), across = sinf(fabsf(degrees) * (float)M_PI / 180), both = along * along - across * across;
	float width = (float)picture->width, height = (float)picture->height;
	float x = (width * along - height * across) / both / width / 2, y = (height * along - width * across) / both / height / 2;
	return (struct pdq_view){ 0.5f - x, 0.5f - y, 0.5f + x, 0.5f + y, degrees };
}

void copies_to_ask(struct arena *arena, const uint8_t *rgb, int width, int height, struct copies *copies_r)
{
	struct pdq_picture picture = pdq_picture_read(arena, rgb, width, height, PDQ_GREY), inside;
	struct pdq_waves waves;
	float off = (1 - kept_in_turns) / 2;
	begin(&picture, copies_r, &waves);
	add_turns(copies_r, &waves);
	add_view(copies_r, &picture, PDQ_WHOLE);
	if (picture_inside(arena, &picture, &inside)) {
		pdq_look(&inside, &waves);
		add_turns(copies_r, &waves);
		add_view(copies_r, &inside, PDQ_WHOLE);
	}
	for (int degrees = -TURNS_MOST; degrees <= TURNS_MOST; degrees++) {
		struct pdq_view view = { .right = 1, .bottom = 1, .degrees = (float)degrees };
		if (!degrees)
			continue;
		add_view(copies_r, &picture, cut(view, off, off, off, off));
		add_view(copies_r, &picture, cut(before_turn(&picture, (float)degrees), off, off, off, off));
	}
}
