package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"langnghe/bot/chat"
	"langnghe/telegram"
	"langnghe/zalo"
)

// hook is one webhook call as the platform makes it.
type hook struct {
	body   []byte
	header string // of the signature or the secret
	value  string
}

var messages atomic.Int64

// call is person i writing on his platform. Each has an id of its own.
func call(i int, text string, now time.Time) (h hook, key string) {
	n := messages.Add(1)
	if i%2 == 0 {
		stamp := strconv.FormatInt(now.UnixMilli(), 10)
		id := fmt.Sprintf("%020x", n)
		h.body = fmt.Appendf(nil, `{"app_id":%q,"event_name":"user_send_text","sender":{"id":%q},"user_id_by_app":"5%s",`+
			`"recipient":{"id":%q},"message":{"text":%q,"msg_id":%q},"timestamp":%q}`,
			zaloApp, address(i).ID, address(i).ID[1:], zaloOA, text, id, stamp)
		h.header, h.value = zalo.SignatureHeader, "mac="+zaloMAC(h.body, stamp)
		return h, "user_send_text:" + id
	}
	h.body = fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":%d,"from":{"id":%d,"is_bot":false,"first_name":"Lan","language_code":"vi"},`+
		`"chat":{"id":%d,"first_name":"Lan","type":"private"},"date":%d,"text":%q}}`,
		n, n, telegramID(i), telegramID(i), now.Unix(), text)
	h.header, h.value = "X-Telegram-Bot-Api-Secret-Token", telegramSecret
	return h, "update:" + strconv.FormatInt(n, 10)
}

// zaloMAC is Zalo's formula.
func zaloMAC(body []byte, stamp string) string {
	sum := sha256.Sum256([]byte(zaloApp + string(body) + stamp + zaloKey))
	return hex.EncodeToString(sum[:])
}

// message is a call once it was accepted.
func message(i int, text string, now time.Time) chat.Event {
	h, key := call(i, text, now)
	channel := telegram.Name
	if i%2 == 0 {
		channel = zalo.Name
	}
	return chat.Event{Channel: channel, Key: key, Body: h.body, Received: now}
}

// set puts the call's headers.
func (h hook) set(r *http.Request) {
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(h.header, h.value)
}
