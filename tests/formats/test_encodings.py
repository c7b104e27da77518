"""Text in old encodings is read where it is certain which one; a wrong guess never gets through."""

from __future__ import annotations

import codecs

import pytest

from rgpt_tui.formats.encodings import decode

ENGLISH = "“It’s late,” he said—and the café was closed. "
FRENCH = "L’été, l’on n’entendait plus que le vent ; « Où ? » demanda-t-elle, le cœur serré. "
GERMAN = "Die Straßen waren leer. „Gehst du wirklich?“, fragte sie und sah über die Brücke. "
CHINESE = (
    "天色已经暗了下来，街上的行人渐渐稀少。林远站在窗前，看着远处的灯火，心里说不出是什么滋味。"
    "“你真的要走吗？”她轻声问道。他没有回答，只是把手里的信又看了一遍。"
)
TAIWANESE = (
    "天色已經暗了下來，街上的行人漸漸稀少。林遠站在窗前，看著遠處的燈火，心裡說不出是什麼滋味。"
    "「你真的要走嗎？」她輕聲問道。他沒有回答，只是把手裡的信又看了一遍。"
)
JAPANESE = (
    "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所で"
    "ニャーニャー泣いていた事だけは記憶している。吾輩はここで始めて人間というものを見た。"
)
KOREAN = (
    "나는 창가에 서서 멀리 있는 불빛을 바라보았다. 비가 내리기 시작했고, 거리에는 "
    "사람이 거의 없었다. 그녀는 조용히 물었다. 정말 갈 거예요? 나는 아무 대답도 하지 않았다. "
)
POLISH = "Była ciemna i burzliwa noc. „Naprawdę odchodzisz?” zapytała cicho, wciąż płonęła świeca. "
CZECH = "Byla temná a bouřlivá noc. Déšť lil jako z konve a ulice byly prázdné, žluťoučký kůň. "
TURKISH = "Karanlık ve fırtınalı bir geceydi. Yağmur yağıyordu ve sokaklar bomboştu. "
HUNGARIAN = "Sötét és viharos éjszaka volt. Az eső úgy ömlött, mintha dézsából öntenék. "
LONG = "Nobody came by any more, neither on that day nor on the next. " * 20
GREEK = "Ήταν μια σκοτεινή και θυελλώδης νύχτα. Η βροχή έπεφτε με το τουλούμι. "


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, CHINESE, JAPANESE, "plain", ""])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_unicode_is_read_with_or_without_its_mark(text, mark, encoding):
    assert decode(mark + text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        ("Ein Mädchen über der Straße. ", "latin-1"),
        (CHINESE, "gb18030"),
        (CHINESE, "gb2312"),
        (TAIWANESE, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (KOREAN, "cp949"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_an_old_encoding_is_read_where_the_text_shows_which_it_is(text, encoding, times):
    encoded = (text * times).encode(encoding, "replace")
    assert decode(encoded).text == encoded.decode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (CZECH, "cp1250"),
        (TURKISH, "cp1254"),
        (GREEK, "cp1253"),
        (HUNGARIAN, "cp1250"),
        (LONG + "A letter from Wałęsa lay on the table. ", "cp1250"),
        (LONG + "It’s late. ", "mac_roman"),
        (GERMAN, "mac_roman"),
        (GERMAN, "cp850"),
        (FRENCH, "mac_roman"),
        ("他走了。", "gb18030"),
        ("吾輩は猫である。", "shift_jis"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_no_text_is_ever_read_as_another(text, encoding, times):
    encoded = (text * times).encode(encoding, "replace")
    decoded = decode(encoded)
    assert decoded.text in {None, encoded.decode(encoding)}
    assert decoded.guess or decoded.text


def test_a_text_in_utf_8_that_was_cut_is_not_read_as_anything_else():
    decoded = decode(CHINESE.encode()[:-1])
    assert (decoded.text, decoded.guess, decoded.broken_line) == (None, "utf_8", 1)
    decoded = decode(codecs.BOM_UTF16_LE + "a\nb\n".encode("utf-16-le")[:-1])
    assert (decoded.text, decoded.guess) == (None, "utf_16")
