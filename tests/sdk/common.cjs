// What the drivers of npm wechatpay-axios-plugin share: the client, a callback address that verifies and decrypts, the
// control API, and the loop over the steps.
'use strict'

const assert = require('node:assert/strict')
const { createServer } = require('node:http')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { Aes, Formatter, Rsa, Wechatpay } = require('wechatpay-axios-plugin')

const { SANDBOX, KEYS, MODE, WXPAY_MCHID: mchid, WXPAY_APPID: appid, WXPAY_OPENID: openid } = process.env
const subs = [process.env.WXPAY_SUB_MCHID_1, process.env.WXPAY_SUB_MCHID_2]
const key = (name) => readFileSync(join(KEYS, name))
const privateKey = key('apiclient_key.pem')
const [serial, platformKey] = MODE === 'certificate'
  ? [process.env.WXPAY_PLATFORM_SERIAL, key('platform_cert.pem')]
  : [process.env.WXPAY_PUBLIC_KEY_ID, key('pub_key.pem')]

const wxpay = new Wechatpay({
  baseURL: SANDBOX,
  mchid,
  serial: process.env.WXPAY_SERIAL,
  privateKey,
  certs: { [serial]: platformKey },
})

const seen = []
const answers = []
const receiver = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    const body = Buffer.concat(chunks).toString()
    const header = (name) => request.headers[`wechatpay-${name}`]
    assert.equal(header('serial'), serial)
    assert.equal(header('signature-type'), 'WECHATPAY2-SHA256-RSA2048')
    assert.ok(Math.abs(Formatter.timestamp() - Number(header('timestamp'))) <= 300)
    const message = Formatter.response(header('timestamp'), header('nonce'), body)
    assert.ok(Rsa.verify(message, header('signature'), platformKey), 'the callback does not verify')
    const notice = JSON.parse(body)
    const { ciphertext, nonce, associated_data: aad } = notice.resource
    notice.plain = JSON.parse(Aes.AesGcm.decrypt(ciphertext, process.env.WXPAY_APIV3_KEY, nonce, aad))
    seen.push(notice)
    response.writeHead(answers.shift() || 200, { 'Content-Type': 'application/json' })
    response.end('{"code":"SUCCESS"}')
  })
})

const control = async (path, body) => {
  const answer = await fetch(`${SANDBOX}/_sandbox/worlds/default/${path}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  })
  const json = await answer.json()
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(json)}`)
  return json
}

const refused = async (status, code, promise) => {
  const error = await promise.then(() => null, (error) => error)
  assert.ok(error?.response, `expected ${status} ${code}, got ${error || 'a success'}`)
  assert.deepEqual([error.response.status, error.response.data.code], [status, code], JSON.stringify(error.response.data))
  assert.ok(error.response.headers['sandbox-hint'], 'an error without a hint')
  return error.response.data
}

const run = async (steps) => {
  await new Promise((listening) => receiver.listen(0, '127.0.0.1', listening))
  receiver.url = `http://127.0.0.1:${receiver.address().port}/notify`
  for (const [name, step] of Object.entries(steps)) {
    await step()
    console.log(`ok ${name}`)
  }
}

const main = (steps) => run(steps).catch((error) => {
  console.error(error)
  process.exitCode = 1
}).finally(() => receiver.close())

module.exports = { answers, appid, control, main, mchid, openid, platformKey, privateKey, receiver, refused, seen, serial, subs, wxpay }
