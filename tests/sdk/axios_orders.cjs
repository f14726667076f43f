// npm wechatpay-axios-plugin, unmodified: places, queries, closes; verifies and decrypts callbacks; encrypts a payer's name.
//
// Shows WI-13, WI-14, WI-16, WI-17, WI-18, CE-04, NO-01, NO-02, NO-04, OR-01, OR-08, OR-09, OR-11, CO-01 to CO-03, PS-04
// and PS-55 through a real client.
'use strict'

const assert = require('node:assert/strict')
const { Formatter, Rsa } = require('wechatpay-axios-plugin')
const { answers, appid, control, main, mchid, openid, platformKey, privateKey, receiver, refused, seen, serial, subs, wxpay } = require('./common.cjs')

const { MODE } = process.env

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
    answers.push(500, 200)
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

main(steps)
