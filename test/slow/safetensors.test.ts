/** A network's file read by a reader that is not ours: Python's json and struct, after the format's description. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toBytes, type NdArray } from 'glissade';
import { batchNorm, conv2d, crossEntropy, dense, embedding, flatten, residual, sequential, TrainedNetwork, type Network } from 'glissade/nn';

const reader = `
import json, struct, sys
with open(sys.argv[1], "rb") as f:
    header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
    data = f.read()
header.pop("__metadata__")
letters = {"F32": "f", "F64": "d"}
print(json.dumps({name: {"shape": t["shape"], "data": struct.unpack("<%d%s" % ((t["data_offsets"][1] - t["data_offsets"][0]) // (4 if t["dtype"] == "F32" else 8), letters[t["dtype"]]), data[slice(*t["data_offsets"])])} for name, t in header.items()}))
`;

test.each(['float32', 'float64'] as const)('Python finds the parameters of a %s network under their places, in the usual shapes, to the last bit', (dtype) => {
  const folder = mkdtempSync(join(tmpdir(), 'glissade-safetensors-'));
  try {
    for (const [net, shapes] of [
      [sequential([2, 4, 4], conv2d(6, 3, { groups: 2 }), batchNorm(), residual(conv2d(6, 1)), flatten(), dense(3)), {
        'parts.0.kernel': [6, 1, 3, 3], 'parts.0.bias': [6], 'parts.1.scale': [6], 'parts.1.shift': [6], 'parts.1.mean': [6], 'parts.1.variance': [6],
        'parts.2.parts.0.kernel': [6, 6, 1, 1], 'parts.2.parts.0.bias': [6], 'parts.4.kernel': [24, 3], 'parts.4.bias': [3],
      }],
      [sequential([2], embedding(5, 4), flatten(), dense(3, { bias: false })), { 'parts.0.table': [5, 4], 'parts.2.kernel': [8, 3] }],
    ] as const) {
      const weights = (net as unknown as Network).init(7, dtype);
      const model = new TrainedNetwork(net as unknown as Network, { loss: crossEntropy(), weights, dtype, classes: ['a', 'b', 'c'], bestEpoch: 1, history: [{ epoch: 1, trainLoss: 1, validationLoss: undefined, metrics: {}, seconds: 1 }] });
      writeFileSync(join(folder, 'net.glissade'), toBytes(model));
      const found = JSON.parse(execFileSync('python3', ['-c', reader, join(folder, 'net.glissade')], { encoding: 'utf8' })) as Record<string, { shape: number[]; data: number[] }>;
      expect(Object.fromEntries(Object.entries(found).map(([name, { shape }]) => [name, shape]))).toEqual(shapes);
      const last = (weights.parameters[weights.parameters.length - 1] as Record<string, NdArray>).kernel;
      expect(found[`parts.${weights.parameters.length - 1}.kernel`].data).toEqual(Array.from(last.data));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
