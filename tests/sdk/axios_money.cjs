// npm wechatpay-axios-plugin, unmodified, over the money APIs of the e-commerce platform: receivers, split, return, finish,
// subsidy, refund, balances, withdrawal, bills; it encrypts names, decrypts notices and opens an encrypted bill.
//
// Shows PS-10, PS-28, PS-40, SUB-01, SUB-20, RF-04, RF-10, FB-01, WD-05, BI-03, BI-04 and BI-06 through a real client.
'use strict'

const assert = require('node:assert/strict')
const { createDecipheriv, createHash, privateDecrypt, constants } = require('node:crypto')
const { gunzipSync } = require('node:zlib')
const { Rsa } = require('wechatpay-axios-plugin')
const { appid, control, main, mchid, openid, platformKey, privateKey, receiver, refused, seen, serial, subs, wxpay } = require('./common.cjs')

const { MODE } = process.env
const [sub] = subs
const name = (suffix) => `JM${MODE[0]}${suffix}`
const sealed = { headers: { 'Wechatpay-Serial': serial } }
const ecommerce = wxpay.v3.ecommerce
const take = (event) => {
  const notice = seen.shift()
  assert.equal(notice?.event_type, event)
  return notice.plain
}

const paid = async (number, total, settle_info = { profit_sharing: true }) => {
  await wxpay.v3.pay.partner.transactions.jsapi.post({
    sp_appid: appid, sp_mchid: mchid, sub_mchid: sub, description: '一件商品', out_trade_no: name(number),
    notify_url: receiver.url, amount: { total }, payer: { sp_openid: openid }, settle_info,
  })
  await control('acts/buyer.pay', { out_trade_no: name(number) })
  const { transaction_id } = take('TRANSACTION.SUCCESS')
  await control('clock/advance', { by: '30s' })
  return transaction_id
}

const left = async (transaction_id) => {
  const { data } = await wxpay.chain('v3/ecommerce/profitsharing/orders/{transaction_id}/amounts').get({ transaction_id })
  return data.unsplit_amount
}

const balance = async (sub_mchid) => {
  const { data } = await wxpay.chain('v3/ecommerce/fund/balance/{sub_mchid}').get({ sub_mchid })
  return [data.available_amount, data.pending_amount]
}

// One row of a bill as a map from heading to value, without the backquotes.
const rows = (text) => {
  const lines = text.trim().split(/\r?\n/)
  const heading = lines[0].replace(/^\uFEFF/, '').split(',')
  return lines.slice(1, -2).map((line) => Object.fromEntries(line.split(',`').map((value, at) => [heading[at], value.replace(/^`/, '')])))
}

const sha1 = (bytes) => createHash('sha1').update(bytes).digest('hex')
const download = async (download_url) => {
  const { pathname, searchParams } = new URL(download_url)
  const answer = await wxpay.chain(pathname.slice(1)).get({ params: Object.fromEntries(searchParams), responseType: 'arraybuffer', transformResponse: [] })
  return Buffer.from(answer.data)
}

// What changed since then: [available, pending].
const since = async (before) => (await balance(sub)).map((amount, at) => amount - before[at])

const person = { type: 'PERSONAL_OPENID', account: openid, encrypted_name: undefined, relation_type: 'OTHERS', appid }

const steps = {
  async 'split to a person and to the platform, and back: each fen is where it should be'() {
    await control('acts/merchant.set_profitsharing_notify_url', { mchid, url: receiver.url })
    const before = await balance(sub)
    const transaction_id = await paid('SPLIT1', 10000)
    const split = (out_order_no, receivers, finish) => ecommerce.profitsharing.orders.post({
      appid, sub_mchid: sub, transaction_id, out_order_no: name(out_order_no), receivers, finish,
    })
    const parts = [
      { type: 'PERSONAL_OPENID', receiver_account: openid, amount: 500, description: '佣金' },
      { type: 'MERCHANT_ID', receiver_account: mchid, amount: 1000, description: '服务费' },
    ]
    await refused(400, 'PARAM_ERROR', split('S1', parts, false))
    const encrypted_name = Rsa.encrypt('张三', platformKey)
    await ecommerce.profitsharing.receivers.add.post({ ...person, encrypted_name }, sealed)
    const { data: { order_id } } = await split('S1', parts, false)
    await control('clock/advance', { by: '1s' })
    const notice = take('PROFITSHARING.SUCCESS')
    assert.deepEqual([notice.receiver.account, notice.receiver.amount, notice.order_id], [mchid, 1000, order_id])
    assert.equal(await left(transaction_id), 9940 - 1500)
    const { data: back } = await ecommerce.profitsharing.returnorders.post({
      sub_mchid: sub, order_id, out_return_no: name('R1'), return_mchid: mchid, amount: 400, description: '退货',
    })
    assert.equal(back.result, 'SUCCESS')
    assert.deepEqual(await since(before), [400, 8440])
    await control('clock/advance', { by: '1s' })
    assert.equal(take('PROFITSHARING.RETURN').receiver.amount, 400)
    await ecommerce.profitsharing.finishOrder.post({ sub_mchid: sub, transaction_id, out_order_no: name('F1'), description: '完结' })
    assert.deepEqual(await since(before), [8840, 0])
    await wxpay.chain('v3/ecommerce/profitsharing/receivers/delete').post({ type: person.type, account: openid, appid })
  },

  async 'a subsidised order: paid, subsidised, refunded, the subsidy comes back'() {
    await control('acts/merchant.top_up', { mchid, amount: 100000 })
    const transaction_id = await paid('SUBSIDY1', 18000, { profit_sharing: true, subsidy_amount: 2000 })
    const { data: subsidy } = await ecommerce.subsidies.create
      .post({ sub_mchid: sub, transaction_id, amount: 2000, description: '满减', out_subsidy_no: name('B1') })
    assert.equal(subsidy.result, 'SUCCESS')
    assert.equal(await left(transaction_id), 19892)
    const refund = {
      sub_mchid: sub, sp_appid: appid, transaction_id, out_refund_no: name('RF1'), reason: '少一件',
      amount: { refund: 8000, total: 18000, currency: 'CNY' }, notify_url: receiver.url,
    }
    const { data: { refund_id } } = await ecommerce.refunds.apply.post(refund)
    assert.equal((await ecommerce.refunds.apply.post(refund)).data.refund_id, refund_id, 'a repeat refunds nothing more')
    await control('clock/advance', { by: '10m' })
    assert.equal(take('REFUND.SUCCESS').refund_id, refund_id)
    const { data: found } = await wxpay.chain('v3/ecommerce/refunds/id/{refund_id}').get({ refund_id, params: { sub_mchid: sub } })
    assert.equal(found.status, 'SUCCESS')
    assert.equal(await left(transaction_id), 11940)
    await ecommerce.subsidies.return.post({
      sub_mchid: sub, out_order_no: name('BR1'), transaction_id, refund_id, amount: 2000, description: '退补差',
    })
    assert.equal(await left(transaction_id), 9940)
  },

  async 'a withdrawal arrives on the next working day, another bounces'() {
    const [available] = await balance(sub)
    const draw = (out_request_no, amount) => ecommerce.fund.withdraw
      .post({ sub_mchid: sub, out_request_no: name(out_request_no), amount, remark: '提现', notify_url: receiver.url })
    await refused(403, 'NOT_ENOUGH', draw('W0', available + 1))
    const { data: { withdraw_id } } = await draw('W1', 1000)
    const query = async () => (await wxpay.chain('v3/ecommerce/fund/withdraw/{withdraw_id}')
      .get({ withdraw_id, params: { sub_mchid: sub } })).data.status
    assert.equal(await query(), 'CREATE_SUCCESS')
    assert.deepEqual((await balance(sub))[0], available - 1000)
    await control('clock/advance', { by: '5d' })
    assert.equal(await query(), 'SUCCESS')
    assert.equal(take('MCHWITHDRAW.CHANGE').status, 'SUCCESS')
    await control('acts/withdraw.bounce', { out_request_no: name('W1'), reason: '卡号错误' })
    assert.equal(await query(), 'REFUND')
    assert.equal(take('MCHWITHDRAW.CHANGE').status, 'REFUND')
    assert.deepEqual((await balance(sub))[0], available)
  },

  async 'bills: the hash is that of the plain text, and an encrypted one opens with the merchant key'() {
    const clock = await (await fetch(`${process.env.SANDBOX}/_sandbox/worlds/default/clock`)).json()
    const bill_date = new Date(Date.parse(clock.now) + 8 * 3600e3 - 5 * 86400e3).toISOString().slice(0, 10)
    const { data: bill } = await wxpay.v3.bill.tradebill.get({ params: { bill_date, tar_type: 'GZIP' } })
    const text = gunzipSync(await download(bill.download_url))
    assert.equal(sha1(text), bill.hash_value)
    const totals = rows(text.toString()).map((row) => [row['商户订单号'], row['交易状态'], row['订单金额']])
    assert.ok(totals.some(([number, state, total]) => number === name('SUBSIDY1') && state === 'SUCCESS' && total === '180.00'), text.toString())
    const { data: { download_bill_list: [file] } } = await wxpay.v3.bill.subMerchantFundflowbill
      .get({ params: { sub_mchid: sub, bill_date, account_type: 'BASIC', algorithm: 'AEAD_AES_256_GCM' } })
    const key = privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, Buffer.from(file.encrypt_key, 'base64'))
    const closed = await download(file.download_url)
    const open = createDecipheriv('aes-256-gcm', key, Buffer.from(file.nonce))
    open.setAuthTag(closed.subarray(closed.length - 16))
    const plain = Buffer.concat([open.update(closed.subarray(0, closed.length - 16)), open.final()])
    assert.equal(sha1(plain), file.hash_value)
    assert.match(plain.toString(), /资金流水单号/)
  },
}

main(steps)
