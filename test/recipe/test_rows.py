"""Tests of the rows (source and target) that train the embedded model, and of the model's card."""
import json
import os
import random
import sys
import unittest
from collections import Counter

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "models", "train"))

import filters  # noqa: E402
import placeholders  # noqa: E402
import prepare  # noqa: E402
import sources  # noqa: E402
from card import tasks_of_card  # noqa: E402
from corpus import PLACEHOLDERS  # noqa: E402


class Filters(unittest.TestCase):
    def test_name_the_fault_of_a_translation(self):
        for source, target, fault in [
            ("Open the file.", "Öffnen Sie die Datei.", None),
            ("OK", "OK", None),
            ("This is not translated at all.", "This is not translated at all.", "copy"),
            ("A short one that got long.", "Ein kurzer " + "sehr " * 30 + "langer.", "length ratio"),
            ("== [] {} ** ||", "== [] {} ** ||", "markup only"),
            ("Le fichier est dans le dossier et les autres.", "Die Datei ist in dem Ordner mit den anderen.", "source language"),
            ("The file is in the folder with the others.", "Le fichier est dans le dossier avec les autres.", "target language"),
            ("From 1 to 2 in 3 days.", "Von 1 bis 2 in 4 Tagen.", "numbers"),
        ]:
            with self.subTest(source):
                self.assertEqual(filters.translation_fault(source, target, "de"), fault)

    def test_refuse_a_summary_that_is_not_shorter(self):
        self.assertIsNone(filters.summary_fault("A long text about many things that happened. " * 3, "Things that happened"))
        self.assertEqual(filters.summary_fault("Short text.", "Short text."), "no shorter")

    def test_give_rows_that_differ_only_in_digits_the_same_key(self):
        self.assertEqual(filters.key("Version 1.2 is out!"), filters.key("version 3.4 is OUT"))


class Placeholders(unittest.TestCase):
    def test_replace_the_same_spans_as_the_product(self):
        with open(os.path.join(ROOT, "test", "fixtures", "symbols.json"), encoding="utf-8") as f:
            for sentence, symbols in json.load(f):
                with self.subTest(sentence):
                    self.assertEqual(placeholders.spans(sentence), symbols)

    def test_are_numbered_in_the_order_of_the_source(self):
        source, target = "Run `a`, then `b`.", "Nach `b` kommt `a`."
        found, same = placeholders.match(source, target)
        self.assertTrue(same)
        one, two = PLACEHOLDERS[:2]
        self.assertEqual(placeholders.replace(source, target, found), (f"Run {one}, then {two}.", f"Nach {two} kommt {one}."))

    def test_keep_the_order_of_equal_spans(self):
        one, two = PLACEHOLDERS[:2]
        self.assertEqual(placeholders.replace("`a` and `a`", "`a` und `a`", ["`a`", "`a`"]),
                         (f"{one} and {two}", f"{one} und {two}"))

    def test_leave_out_a_row_whose_spans_differ(self):
        self.assertIsNone(prepare.with_placeholders("Run `a`.", "`b` ausführen.", random.Random(1)))


class Licenses(unittest.TestCase):
    def test_no_source_is_gpl_or_noncommercial(self):
        for kind in ("translate", "sum", "title"):
            for code, source in sources.table_of(kind).items():
                with self.subTest(code):
                    self.assertNotRegex(source.license, r"GPL|NC|[Nn]on-?[Cc]ommercial")
                    self.assertNotIn(code, sources.LEFT_OUT)

    def test_rows_of_refused_and_of_unknown_origin_are_left_out(self):
        report: Counter = Counter()
        rows = [("Open the file.", "Datei öffnen.", "php"), ("Close the file.", "Datei schließen.", "gitpo"),
                ("Save the file.", "Datei speichern.", "somewhere")]
        original, prepare.rows = prepare.rows, lambda data, corpus: iter(rows)
        try:
            kept = list(prepare.kept("", prepare.CORPORA[0], report))
        finally:
            prepare.rows = original
        self.assertEqual([row[0] for row in kept], ["Open the file."])
        self.assertEqual(report["license: gitpo"], 1)
        self.assertEqual(report["license: not checked"], 1)


class Cards(unittest.TestCase):
    def test_list_three_translations_for_the_tag_en(self):
        tasks = tasks_of_card([">>en<<", ">>title<<"])
        self.assertEqual([(t["from"], t["to"]) for t in tasks if t["kind"] == "translate"],
                         [("de", "en"), ("fr", "en"), ("es", "en")])
        self.assertEqual([t["form"] for t in tasks if t["kind"] == "summarize"], ["headline"])


if __name__ == "__main__":
    unittest.main()
