// Usage: what `attentive --help` prints.
import { PRECISIONS } from '../../models/precision';
import { BACKENDS } from '../../tasks/backends/choice';

export const USAGE = `Usage:
  attentive translate [--from LANGUAGE] [--to LANGUAGE] [--lines] FILE|-
  attentive summarize [--form FORM] [--lines] FILE|-
  attentive generate --ids "5 17 1" [--ids "…"]
  attentive explain --ids "5 17 1" --target-ids "0 7 1" [--ids "…" --target-ids "…"] --out FILE.json
  attentive explain [--from LANGUAGE] [--to LANGUAGE] --out FILE.json FILE|-
  attentive explain --form FORM --out FILE.json FILE|-
  attentive models list [--catalog] [--from LANGUAGE] [--to LANGUAGE]
  attentive models search TEXT
  attentive models add OWNER/NAME[@REVISION]|ADDRESS|FOLDER|FILE.zip [--yes] [--precision NAME] [--id ID]
  attentive models remove|path|export MODEL
  attentive models verify [MODEL]

Explain runs the model once over source and target (start token first, as the decoder reads them) and writes the
attention and the logits, each as dims and base64 of little-endian float32. A text is translated or summarized first; for
each passage (what the model read at once) it writes just these, the tokens with their places in text and result, and
the history of the search: the beams of each step, each with the place of its parent in the step before.

Options of translate and summarize:
  --lines               every line is a text of its own and gives one line, in the same order
  --whole-source        summarize a file of source code all the same, code and comments together

Without --from, the language that the text seems to be in decides between the directions of the model that --to leaves.

What the input and the result begin with, in place of what attentive.json says (without it, --from and --to are needed):
  --prefix TEXT  --source-language-token TOKEN  --forced-bos-token TOKEN, as in ">>fr<< ", eng_Latn, deu_Latn

Options of explain:
  --internals cross.1   also the queries, keys, values, scores and head outputs of one layer of attention
  --internals encoder   also the embeddings and every hidden state of a stack (either may be given several times)

Models lists and changes the models on this machine. Only search and add ask the hub, and add says from where and how much before it
downloads. What was downloaded is checked against the hub's digests; after a break, add goes on where it ended. Models that are in the
hub's own cache are used in place.
  --yes                 do not ask
  --from, --to, --form, --prefix, --source-language-token, --forced-bos-token
                        what a model can do that does not say so itself
  --out FILE.zip        the archive that export writes (default: the model's name)
Environment: HF_ENDPOINT (a mirror), HF_TOKEN, HF_HOME, HF_HUB_CACHE, HF_HUB_OFFLINE, as for other programs of the hub;
ATTENTIVE_MODELS (the folder for added models); HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS.

Options of all the others:
  --model MODEL         a model folder in the hub's layout, or a model that was added (default: the embedded model)
  --precision NAME      ${PRECISIONS.join(', ')}
                        (default: the first of these that the folder has; generate and explain: fp32 if it has it)
  --backend NAME        ${BACKENDS.join(', ')}: the runtime that runs the model (default: auto, the
                        fastest one; the first use of a model takes some seconds more, to measure)
  --threads N           threads of the runtime (default: cores less one, at most 4)
  --batch-rows N        most rows decoded together (default: 16)
  --json                one JSON object on stdout; of a text with every segment that went through the model, its place
                        (offsets in UTF-16 code units), its result, its outcome, and warnings
  --quiet               no progress on stderr

Search (default: the model's generation_config.json):
  --num-beams N|auto    auto (the default for a text): 4 up to 8,000 characters of text, 1 (greedy) beyond
  --num-return-sequences N  --length-penalty X  --early-stopping true|false|never
  --max-new-tokens N  --max-length N  --min-length N  --min-new-tokens N
  --repetition-penalty X  --no-repeat-ngram N  --encoder-no-repeat-ngram N
  --forced-bos ID  --forced-eos ID  --suppress "ID …"  --begin-suppress "ID …"

Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 nothing to work on, 4 the model cannot do the task, 130 interrupted.
`;
