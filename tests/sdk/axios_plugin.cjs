// npm wechatpay-axios-plugin, unmodified: places, queries, closes; verifies and decrypts callbacks; encrypts a payer's name.
//
// Shows WI-13, WI-14, WI-16, WI-17, WI-18, CE-04, NO-01, NO-02, NO-04, OR-01, OR-08, OR-09, OR-11, CO-01 to CO-03, PS-04
// and PS-55 through a real client.
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
let answerNext = []
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
    response.writeHead(answerNext.shift() || 200, { 'Content-Type': 'application/json' })
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

const subOrders = (name) => subs.map((sub_mchid, place) => ({
  mchid, sub_mchid, out_trade_no: `${name}-${place}`, attach: '合单', description: '一件商品',
  amount: { total_amount: [5000, 3000][place], currency: 'CNY' }, settle_info: { profit_sharing: true },
}))

const combine = (name, extra = {}) => ({
  combine_appid: appid, combine_mchid: mchid, combine_out_trade_no: name, combine_payer_info: { openid },
  sub_orders: subOrders(name), notify_url: receiver.url, ...extra,
})

const steps = {
  async 'combined order: placed, paid, notified once, queried'() {
    const name = `JS${MODE[0]}COMBINED`
    const { data: { prepay_id } } = await wxpay.v3.combineTransactions.jsapi.post(combine(name))
    const timeStamp = String(Formatter.timestamp())
    const nonceStr = Formatter.nonce()
    const block = { appId: appid, timeStamp, nonceStr, package: `prepay_id=${prepay_id}`, signType: 'RSA' }
    const lines = [block.appId, timeStamp, nonceStr, block.package]
    block.paySign = Rsa.sign(Formatter.joinedByLineFeed(...lines), privateKey)
    answerNext = [500, 200]
    await control('acts/buyer.pay', { prepay_id, pay_sign: block })
    assert.equal(seen.length, 1)
    await control('clock/advance', { by: '15s' })
    assert.equal(seen.length, 2, 'the refused callback came again after 15 s')
    assert.equal(seen[0].id, seen[1].id)
    assert.notEqual(seen[0].resource.nonce, seen[1].resource.nonce, 'each attempt is sealed anew')
    const { data } = await wxpay.chain('v3/combine-transactions/out-trade-no/{combine_out_trade_no}')
      .get({ combine_out_trade_no: name })
    assert.deepEqual(data, seen[1].plain)
    assert.deepEqual(data.sub_orders.map((s) => s.trade_state), ['SUCCESS', 'SUCCESS'])
  },

  async 'split: refused before 30 s, done after, the rest is told'() {
    const [{ transaction_id }] = seen[0].plain.sub_orders
    const split = {
      sub_mchid: subs[0], transaction_id, out_order_no: `JS${MODE[0]}SPLIT`, finish: false,
      receivers: [{ type: 'MERCHANT_ID', receiver_account: mchid, amount: 1500, description: '佣金' }],
    }
    const early = await refused(400, 'INVALID_REQUEST', wxpay.v3.ecommerce.profitsharing.orders.post(split))
    assert.match(early.message, /^订单处理中/)
    await control('clock/advance', { by: '15s' })
    const { data } = await wxpay.v3.ecommerce.profitsharing.orders.post(split)
    assert.equal(data.status, 'PROCESSING')
    await control('clock/advance', { by: '1s' })
    const { data: done } = await wxpay.v3.ecommerce.profitsharing.orders
      .get({ params: { sub_mchid: subs[0], transaction_id, out_order_no: split.out_order_no } })
    assert.equal(done.status, 'FINISHED')
    const { data: rest } = await wxpay.chain('v3/ecommerce/profitsharing/orders/{transaction_id}/amounts')
      .get({ transaction_id })
    assert.equal(rest.unsplit_amount, 5000 - 30 - 1500)
  },

  async 'combined order: closed by its whole list only'() {
    const name = `JS${MODE[0]}CLOSED`
    await wxpay.v3.combineTransactions.app.post(combine(name))
    const lines = subOrders(name).map(({ mchid, sub_mchid, out_trade_no }) => ({ mchid, sub_mchid, out_trade_no }))
    const close = (sub_orders) => wxpay
      .chain('v3/combine-transactions/out-trade-no/{combine_out_trade_no}/close')
      .post({ combine_appid: appid, sub_orders }, { combine_out_trade_no: name })
    await refused(400, 'INVALID_REQUEST', close(lines.slice(1)))
    assert.equal((await close(lines)).status, 204)
  },

  async 'partner order: native, with an encrypted payer, queried and closed'() {
    const out_trade_no = `JS${MODE[0]}_NATIVE|1*`
    const sealed = { type: 'IDCARD', number: Rsa.encrypt('110101199003070010', platformKey), name: Rsa.encrypt('张三', platformKey) }
    const order = {
      sp_appid: appid, sp_mchid: mchid, sub_mchid: subs[1], description: '实名支付', out_trade_no,
      notify_url: receiver.url, amount: { total: 84 }, payer: { identity: sealed },
    }
    await refused(400, 'PARAM_ERROR', wxpay.v3.pay.partner.transactions.native.post(order))
    await refused(400, 'PARAM_ERROR', wxpay.v3.pay.partner.transactions.native
      .post(order, { headers: { 'Wechatpay-Serial': process.env.WXPAY_SERIAL } }))
    const { data: { code_url } } = await wxpay.v3.pay.partner.transactions.native
      .post(order, { headers: { 'Wechatpay-Serial': serial } })
    assert.match(code_url, /^weixin:\/\/wxpay\/bizpayurl\?pr=[0-9A-Za-z]{9}$/)
    const chain = wxpay.chain('v3/pay/partner/transactions/out-trade-no/{out_trade_no}')
    const params = { sp_mchid: mchid, sub_mchid: subs[1] }
    assert.equal((await chain.get({ params, out_trade_no })).data.trade_state, 'NOTPAY')
    const close = wxpay.chain('v3/pay/partner/transactions/out-trade-no/{out_trade_no}/close')
    assert.equal((await close.post(params, { out_trade_no })).status, 204)
    assert.equal((await chain.get({ params, out_trade_no })).data.trade_state, 'CLOSED')
  },
}

const main = async () => {
  await new Promise((listening) => receiver.listen(0, '127.0.0.1', listening))
  receiver.url = `http://127.0.0.1:${receiver.address().port}/notify`
  for (const [name, step] of Object.entries(steps)) {
    await step()
    console.log(`ok ${name}`)
  }
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
}).finally(() => receiver.close())
