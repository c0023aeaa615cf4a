// Environment: the variables that huggingface_hub reads, and Attentive's own.
import assert from 'node:assert/strict';
import path from 'node:path';
import { hubEnvironment } from '../../../../src/node/models/environment';

const HOME = path.resolve('/home/someone');

describe('the environment of the hub', () => {
  it('is the public hub and the usual folders if nothing is set', () => {
    const { endpoint, token, isOffline, cache, store } = hubEnvironment({}, HOME);
    assert.deepEqual([endpoint, token, isOffline], ['https://huggingface.co', undefined, false]);
    assert.equal(cache, path.join(HOME, '.cache', 'huggingface', 'hub'));
    assert.match(store, /attentive.models$/);
  });

  it('is what the variables say, of which the more exact one counts', () => {
    const variables = {
      HF_ENDPOINT: 'https://mirror.example/',
      HF_TOKEN: ' hf_x\n',
      HF_HUB_OFFLINE: 'yes',
      HF_HOME: '~/hf',
    };
    const read = hubEnvironment(variables, HOME);
    assert.deepEqual([read.endpoint, read.token, read.isOffline], ['https://mirror.example', 'hf_x', true]);
    assert.equal(read.cache, path.join(HOME, 'hf', 'hub'));
    assert.equal(hubEnvironment({ ...variables, HF_HUB_CACHE: '/c' }, HOME).cache, '/c');
    assert.equal(hubEnvironment({ ATTENTIVE_MODELS: '/m' }, HOME).store, '/m');
    assert.equal(hubEnvironment({ HF_TOKEN: '', HF_HUB_OFFLINE: '0' }, HOME).isOffline, false);
  });

  it('refuses an endpoint that is no address', () => {
    for (const endpoint of ['mirror', 'ftp://mirror', 'file:///etc']) {
      assert.throws(() => hubEnvironment({ HF_ENDPOINT: endpoint }, HOME), { code: 'bad-request' });
    }
  });
});
