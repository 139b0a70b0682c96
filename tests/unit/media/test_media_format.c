/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/attr.h"
#include "social/media_format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void the_first_bytes_say_what_it_is(void **state)
{
	static const struct {
		struct sv head;
		enum media_format format;
	} rows[] = {
		{ SV_INIT("\xff\xd8\xff\xe0"), MEDIA_JPEG },
		{ SV_INIT("\x89PNG\r\n\x1a\n"), MEDIA_PNG },
		{ SV_INIT("GIF89a"), MEDIA_GIF },
		{ SV_INIT("RIFF\1\2\3\4WEBPVP8 "), MEDIA_WEBP },
		{ SV_INIT("RIFF\1\2\3\4WAVEfmt "), MEDIA_WAV },
		{ SV_INIT("\0\0\0\x20" "ftypisom\0\0\2\0isomiso2"), MEDIA_MP4 },
		{ SV_INIT("\0\0\0\x14" "ftypqt  \0\0\0\0qt  "), MEDIA_MOV },
		{ SV_INIT("\0\0\0\x18" "ftypmif1\0\0\0\0mif1heic"), MEDIA_HEIC },
		{ SV_INIT("\0\0\0\x18" "ftypmif1\0\0\0\0miafavif"), MEDIA_AVIF },
		{ SV_INIT("\0\0\0\x14" "ftypM4A \0\0\0\0isom"), MEDIA_M4A },
		{ SV_INIT("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84webm"), MEDIA_WEBM },
		{ SV_INIT("ID3\4\0"), MEDIA_MP3 },
		{ SV_INIT("\xff\xfb\x90\x64"), MEDIA_MP3 },
		{ SV_INIT("\xff\xf1\x50\x80"), MEDIA_AAC },
		{ SV_INIT("fLaC\0"), MEDIA_FLAC },
		{ SV_INIT("OggS\0\2"), MEDIA_OGG },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(media_format_sniff(rows[i].head), rows[i].format);
}

static void what_is_not_media_is_not_taken_for_it(void **state)
{
	static const struct sv rows[] = {
		SV_INIT(""), SV_INIT("\xff"), SV_INIT("<svg xmlns='http://www.w3.org/2000/svg'/>"), SV_INIT("%PDF-1.7"),
		SV_INIT("#EXTM3U\n"), SV_INIT("ffconcat version 1.0"), SV_INIT("\xff\xfe<\0h\0t\0m\0l\0"), SV_INIT("II*\0"),
		SV_INIT("\0\0\0\x18" "ftypmif1\0\0\0\0mif1miaf"), SV_INIT("\0\0\0\x10" "ftypzzzz\0\0\0\0isom"),
		SV_INIT("\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska"), SV_INIT("RIFF\1\2\3\4AVI LIST"), SV_INIT("\0\0\0\x18" "ftyp"),
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(media_format_sniff(rows[i]), MEDIA_NONE);
}

static void a_media_type_finds_its_row_again(void **state)
{
	(void)state;
	for (enum media_format f = MEDIA_NONE + 1; f < MEDIA_FORMATS; f++)
		assert_int_equal(media_format_by_mime(sv_of(media_format_mime(f))), f);
	assert_int_equal(media_format_by_mime(SV("text/html")), MEDIA_NONE);
	assert_int_equal(media_format_by_mime(SV_NONE), MEDIA_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_bytes_say_what_it_is),
		cmocka_unit_test(what_is_not_media_is_not_taken_for_it),
		cmocka_unit_test(a_media_type_finds_its_row_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
