"""Runs the whole recipe on a corpus of generated sentences: rows, vocabulary, training that is killed and resumed, cooldown, export, goldens."""
import json
import lzma
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TRAIN = os.path.join(ROOT, "models", "train")
sys.path.insert(0, TRAIN)

# The words of each tuple are English, German, French, Spanish.
NOUNS = [
    ("file", "Datei", "fichier", "archivo"), ("window", "Fenster", "fenêtre", "ventana"), ("server", "Server", "serveur", "servidor"),
    ("house", "Haus", "maison", "casa"), ("garden", "Garten", "jardin", "jardín"), ("letter", "Brief", "lettre", "carta"),
    ("train", "Zug", "train", "tren"), ("doctor", "Arzt", "médecin", "médico"), ("picture", "Bild", "image", "imagen"),
    ("password", "Passwort", "mot de passe", "contraseña"), ("bridge", "Brücke", "pont", "puente"), ("river", "Fluss", "rivière", "río"),
    ("kitchen", "Küche", "cuisine", "cocina"), ("teacher", "Lehrer", "professeur", "profesor"), ("printer", "Drucker", "imprimante", "impresora"),
    ("mountain", "Berg", "montagne", "montaña"), ("question", "Frage", "question", "pregunta"), ("library", "Bibliothek", "bibliothèque", "biblioteca"),
]
VERBS = [
    ("opens", "öffnet", "ouvre", "abre"), ("closes", "schließt", "ferme", "cierra"), ("finds", "findet", "trouve", "encuentra"),
    ("needs", "braucht", "a besoin de", "necesita"), ("shows", "zeigt", "montre", "muestra"), ("sells", "verkauft", "vend", "vende"),
    ("changes", "ändert", "change", "cambia"), ("writes", "schreibt", "écrit", "escribe"), ("remembers", "erinnert", "rappelle", "recuerda"),
]
NAMES = ["Anna", "Peter", "Maria", "Thomas", "Julia", "Robert", "Sophie", "Martin", "Elena", "Victor", "Johanna", "Sebastian",
         "Katharina", "Gabriel", "Isabella", "Friedrich", "Dominique", "Alejandro", "Charlotte", "Benjamin", "Valentina", "Leonard",
         "Margarete", "Nicolas", "Francisca", "Theodor", "Veronika", "Augustin", "Henriette", "Raphael"]
TIMES = [
    ("today", "heute", "aujourd'hui", "hoy"), ("tomorrow", "morgen", "demain", "mañana"), ("every day", "jeden Tag", "chaque jour", "cada día"),
    ("in the morning", "am Morgen", "le matin", "por la mañana"), ("in winter", "im Winter", "en hiver", "en invierno"),
    ("very often", "sehr oft", "très souvent", "muy a menudo"),
]


def sentences(count: int, seed: int):
    """Yields tuples of one sentence in the four languages."""
    rng = random.Random(seed)
    for _ in range(count):
        name, noun, verb, when = rng.choice(NAMES), rng.choice(NOUNS), rng.choice(VERBS), rng.choice(TIMES)
        # Up to eight pieces of code, so that every placeholder occurs in the sample for the vocabulary.
        code = "".join(f" `run {at}`" for at in range(rng.randint(1, 8))) if rng.random() < 0.1 else ""
        yield tuple(f"{name} {verb[at]} {('the', 'das', 'le', 'el')[at]} {noun[at]}{code} {when[at]}." for at in range(4))


def corpora(folder: str) -> None:
    """Writes the files that the recipe reads. Their last column is the key of a source in models/train/sources.py."""
    def put(part: str, name: str, rows) -> None:
        os.makedirs(os.path.join(folder, part), exist_ok=True)
        opened = lzma.open if name.endswith(".xz") else open
        with opened(os.path.join(folder, part, name), "wt", encoding="utf-8", newline="\n") as f:
            f.writelines("\t".join(row) + "\n" for row in rows)

    for at, language in ((1, "de"), (2, "fr"), (3, "es")):
        put("train", f"en-{language}.tsv.xz", [(row[0], row[at], "tatoeba") for row in sentences(1500, at)])
    texts = [[row[0] for row in sentences(4, 100 + at)] for at in range(200)]
    put("train", "sum.tsv.xz", [(" ".join(text), text[0], "rustrfc") for text in texts])
    put("train", "sum_extract.tsv.xz", [(" ".join(text), text[1], "gsg-mdn") for text in texts])
    put("train", "title_commits.tsv.xz", [(" ".join(text), text[0][:-1], "commit-curl") for text in texts])
    put("train", "title_sections.tsv.xz", [(" ".join(text), text[2][:-1], "titles_mdn") for text in texts])


class Rehearsal(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="attentive-rehearsal-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.data, self.work = os.path.join(self.folder, "data"), os.path.join(self.folder, "work")
        corpora(self.data)

    def make_command(self, *more: str) -> list[str]:
        return [sys.executable, os.path.join(TRAIN, "make.py"), "--data", self.data, "--work", self.work, "--size", "tiny",
                "--until", "goldens", *more]

    def run_to_end(self, *more: str) -> str:
        done = subprocess.run(self.make_command(*more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertEqual(done.returncode, 0, done.stdout[-4000:])
        return done.stdout

    def steps(self, folder: str) -> int:
        """The number of training steps after which the checkpoint in a folder was written."""
        import torch
        return torch.load(os.path.join(self.work, folder, "checkpoint.pt"), map_location="cpu")["step"]

    def kill_during_training(self) -> None:
        """Starts the recipe and kills it in the middle of its training, as a power failure would."""
        process = subprocess.Popen(self.make_command(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        for line in process.stdout:
            if "target ids an epoch" in line:
                break
        time.sleep(2)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()

    def test_resumes_after_a_kill_makes_a_model_and_can_train_it_longer(self):
        self.kill_during_training()
        self.assertFalse(os.path.exists(os.path.join(self.work, "done", "train.json")))
        output = self.run_to_end()
        self.assertIn("prepare: done before", output)
        stable = self.steps("run")
        with open(os.path.join(self.work, "final", "cooldown.json")) as f:
            self.assertEqual(json.load(f)["step"], stable)
        self.assertGreater(self.steps("final"), stable)
        with open(os.path.join(self.work, "rows", "report.json")) as f:
            self.assertGreater(json.load(f)["en-de"]["kept: tatoeba"], 100)
        for name in ("encoder_model.onnx", "decoder_model_merged.onnx", "encoder_model_quantized.onnx", "decoder_model_merged_quantized.onnx"):
            self.assertTrue(os.path.exists(os.path.join(self.work, "model", "onnx", name)), name)
        self.assertTrue(os.listdir(os.path.join(self.work, "goldens")))
        # A second run with more minutes continues the stable phase and repeats all later steps.
        output = self.run_to_end("--minutes", "0.5")
        self.assertIn("pack: done before", output)
        self.assertNotIn("export: done before", output)
        self.assertGreater(self.steps("run"), stable)
        self.check_stored_weights()

    def check_stored_weights(self) -> None:
        import torch
        import weights
        kept, restored = os.path.join(self.folder, "kept.safetensors"), os.path.join(self.folder, "restored.pt")
        model = os.path.join(self.work, "final", "model.pt")
        weights.keep(model, kept)
        weights.restore(kept, restored)
        before, after = (torch.load(path, map_location="cpu")["state"] for path in (model, restored))
        self.assertEqual(before.keys(), after.keys())
        for name, value in before.items():
            self.assertTrue(torch.equal(value.half().float(), after[name].float()), name)
        self.assertLess(os.path.getsize(kept), 0.6 * os.path.getsize(model))


if __name__ == "__main__":
    unittest.main()
