// Run graph: requires a native runtime and runs an encoder on the CPU. The test forks it, with the folder of the runtime and
// the file of the graph, and sends the inputs; the answer is the encoder's output and every file that `require` read.
'use strict';
const [folder, graph] = process.argv.slice(2);
const ort = require(folder);

process.once('message', async ({ ids, mask }) => {
  const session = await ort.InferenceSession.create(graph, { executionProviders: ['cpu'] });
  const tensor = rows =>
    new ort.Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0].length]);
  const { last_hidden_state: hidden } = await session.run({ input_ids: tensor(ids), attention_mask: tensor(mask) });
  process.send({ dims: hidden.dims, data: Array.from(hidden.data), read: Object.keys(require.cache) });
  process.disconnect();
});
