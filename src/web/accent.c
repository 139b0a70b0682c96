/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/accent.h"

#include <math.h>

#define VERSION "1" /* of the style sheet: browsers keep it for a year */
enum { STEPS = 400 };

/* What accents stand on: --surface, --paper, --sunken of tokens.css. */
static const struct colour on_light[] = { { 1, 0.996, 0.984 }, { 0.965, 0.957, 0.933 }, { 0.937, 0.925, 0.890 } };
static const struct colour on_dark[] = { { 0.102, 0.118, 0.106 }, { 0.071, 0.082, 0.075 }, { 0.137, 0.161, 0.141 } };
static const struct colour white = { 1, 1, 1 }, quiet_light = { 0.349, 0.388, 0.361 },
			   quiet_dark = { 0.631, 0.675, 0.643 };

/* --- colours ------------------------------------------------------------------------------------------------------------------- */

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

bool colour_read(struct sv text, struct colour *colour_r)
{
	double parts[3];
	if (text.n == 7 && text.p[0] == '#')
		text = sv_from(text, 1);
	for (size_t i = 0; i < 3; i++) {
		int high = text.n == 6 ? digit(text.p[2 * i]) : -1, low = text.n == 6 ? digit(text.p[2 * i + 1]) : -1;
		if (high < 0 || low < 0)
			return false;
		parts[i] = (high * 16 + low) / 255.0;
	}
	*colour_r = (struct colour){ parts[0], parts[1], parts[2] };
	return true;
}

static double linear(double part)
{
	return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double curved(double part)
{
	return part <= 0.0031308 ? part * 12.92 : 1.055 * pow(part, 1 / 2.4) - 0.055;
}

static double luminance(struct colour c)
{
	return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

double colour_contrast(struct colour a, struct colour b)
{
	double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
	return one > other ? one / other : other / one;
}

struct oklch {
	double lightness, chroma, hue;
};

static struct oklch to_oklch(struct colour c)
{
	double r = linear(c.red), g = linear(c.green), b = linear(c.blue);
	double l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
	double m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
	double s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
	double u = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s, v = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
	return (struct oklch){ 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, hypot(u, v), atan2(v, u) };
}

static bool in_gamut(double part)
{
	return part >= -0.0005 && part <= 1.0005;
}

static bool from_oklch(struct oklch c, struct colour *colour_r)
{
	double u = c.chroma * cos(c.hue), v = c.chroma * sin(c.hue);
	double l = pow(c.lightness + 0.3963377774 * u + 0.2158037573 * v, 3), m = pow(c.lightness - 0.1055613458 * u - 0.0638541728 * v, 3),
	       s = pow(c.lightness - 0.0894841775 * u - 1.2914855480 * v, 3);
	double r = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, g = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
	       b = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s;
	*colour_r = (struct colour){ curved(fmin(fmax(r, 0), 1)), curved(fmin(fmax(g, 0), 1)), curved(fmin(fmax(b, 0), 1)) };
	return in_gamut(r) && in_gamut(g) && in_gamut(b);
}

/* As the style sheet will say it: contrasts are judged of what is sent. */
static struct colour rounded(struct colour c)
{
	return (struct colour){ round(c.red * 255) / 255, round(c.green * 255) / 255, round(c.blue * 255) / 255 };
}

/* With that lightness, and as much of the chroma as sRGB has there. */
static struct colour at_lightness(struct oklch wish, double lightness)
{
	struct colour colour;
	struct oklch c = { lightness, wish.chroma, wish.hue };
	while (!from_oklch(c, &colour) && c.chroma > 0.001)
		c.chroma *= 0.97;
	return rounded(colour);
}

/* --- what can be read ------------------------------------------------------------------------------------------------------------- */

struct demand {
	const struct colour *grounds;
	size_t count;
	double contrast;
};

static bool is_met(struct colour colour, const struct demand *demands, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < demands[i].count; k++)
			if (colour_contrast(colour, demands[i].grounds[k]) < demands[i].contrast)
				return false;
	return true;
}

/* From `lightness` on, darker or lighter, the first that all demands are met by. */
static struct colour readable(struct oklch wish, double lightness, bool darker, const struct demand *demands, size_t count)
{
	for (int i = 0; i <= STEPS; i++) {
		double at = darker ? lightness * (STEPS - i) / STEPS : lightness + (1 - lightness) * i / STEPS;
		struct colour colour = at_lightness(wish, at);
		if (is_met(colour, demands, count))
			return colour;
	}
	return darker ? (struct colour){ 0, 0, 0 } : white;
}

struct accent accent_light(struct colour wish)
{
	struct oklch c = to_oklch(wish);
	struct accent a = { .on_accent = white };
	struct oklch tint = { 0, fmin(c.chroma * 0.3, 0.04), c.hue };
	a.soft = readable(tint, 0.93, false, &(struct demand){ &quiet_light, 1, 4.5 }, 1);
	const struct demand demands[] = { { on_light, 3, 4.5 }, { &a.soft, 1, 4.5 }, { &white, 1, 4.5 } };
	a.accent = readable(c, fmin(c.lightness, 0.62), true, demands, 3);
	const struct demand strong[] = { { on_light, 3, 7 }, { &a.soft, 1, 6 } };
	a.strong = readable(c, to_oklch(a.accent).lightness * 0.88, true, strong, 2);
	return a;
}

struct accent accent_dark(struct colour wish)
{
	struct oklch c = to_oklch(wish);
	struct accent a;
	struct oklch tint = { 0, fmin(c.chroma * 0.4, 0.05), c.hue };
	a.soft = readable(tint, 0.325, true, &(struct demand){ &quiet_dark, 1, 4.5 }, 1);
	struct oklch pale = { 0, fmin(c.chroma, 0.14), c.hue };
	const struct demand demands[] = { { on_dark, 3, 6 }, { &a.soft, 1, 4.6 } };
	a.accent = readable(pale, fmax(c.lightness, 0.76), false, demands, 2);
	const struct demand strong[] = { { on_dark, 3, 8 }, { &a.soft, 1, 6.5 } };
	a.strong = readable(pale, fmin(to_oklch(a.accent).lightness + 0.06, 0.97), false, strong, 2);
	a.on_accent = readable(tint, 0.2, true, &(struct demand){ &a.accent, 1, 6 }, 1);
	return a;
}

/* --- the style sheet ---------------------------------------------------------------------------------------------------------------- */

static void put_colour(struct buf *out, const char *name, struct colour c)
{
	buf_printf(out, "--%s:#%02x%02x%02x;", name, (unsigned)lround(c.red * 255), (unsigned)lround(c.green * 255), (unsigned)lround(c.blue * 255));
}

static void put_rule(struct buf *out, const char *selector, const struct accent *a)
{
	buf_printf(out, "%s{", selector);
	put_colour(out, "accent", a->accent);
	put_colour(out, "accent-strong", a->strong);
	put_colour(out, "accent-soft", a->soft);
	put_colour(out, "on-accent", a->on_accent);
	buf_put(out, SV("}\n"));
}

struct sv accent_css(struct arena *arena, struct colour wish)
{
	struct buf out = BUF(arena, 4096);
	struct accent light = accent_light(wish), dark = accent_dark(wish);
	put_rule(&out, ":root", &light);
	buf_put(&out, SV("@media (prefers-color-scheme:dark){"));
	put_rule(&out, ":root:not([data-theme=\"light\"])", &dark);
	buf_put(&out, SV("}\n"));
	put_rule(&out, ":root[data-theme=\"dark\"]", &dark);
	buf_put(&out, SV("@media (prefers-contrast:more){:root[data-theme]{--accent:var(--accent-strong)}}\n"));
	return buf_sv(&out);
}

struct sv accent_path(struct arena *arena, struct sv colour)
{
	struct colour wish;
	struct buf out = BUF(arena, 64);
	if (!colour_read(colour, &wish))
		return SV_NONE;
	buf_put(&out, SV("/accent/"));
	for (size_t i = colour.p[0] == '#'; i < colour.n; i++)
		buf_putc(&out, (char)(colour.p[i] >= 'A' && colour.p[i] <= 'F' ? colour.p[i] | 0x20 : colour.p[i]));
	buf_put(&out, SV("." VERSION ".css"));
	return buf_sv(&out);
}
