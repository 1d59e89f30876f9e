package drill

import (
	"encoding/json"
	"slices"
	"strconv"
)

// typed is a text on its way, and what it belongs to.
type typed struct {
	text string
	deed *deed
}

// arrived looks at a webhook that the program took: a text that comes before one
// typed earlier tells that the platform lost the earlier, or brings it when its
// writer has gone on.
func (w *world) arrived(body []byte) {
	var in struct {
		Event   string `json:"event_name"`
		Sender  struct{ ID string }
		Message struct {
			Text string
			From struct{ ID int64 }
		}
	}
	if json.Unmarshal(body, &in) != nil || in.Message.Text == "" || in.Event != "" && in.Event != "user_send_text" {
		return
	}
	key := "zalo:" + in.Sender.ID
	if in.Event == "" {
		key = "telegram:" + strconv.FormatInt(in.Message.From.ID, 10)
	}
	ph := w.byKey[key]
	if ph == nil {
		return
	}
	at := slices.IndexFunc(ph.sent, func(t typed) bool { return t.text == in.Message.Text })
	if at < 0 {
		return // it came already
	}
	for _, t := range ph.sent[:at] {
		if t.deed != nil {
			t.deed.lost = true
		}
	}
	ph.sent = ph.sent[at+1:]
}
