package telegramsim

import (
	"encoding/json"
	"strings"
)

const (
	maxText    = 4096
	maxButtons = 100
	maxData    = 64 // bytes
)

func (s *Sim) sendMessage(p params) (any, *apiError) {
	r, e := s.reach(p)
	if e != nil {
		return nil, e
	}
	if e := checkText(p); e != nil {
		return nil, e
	}
	t, e := r.topicOf(p)
	if e != nil {
		return nil, e
	}
	if r.muted {
		return nil, bad("not enough rights to send text messages to the chat")
	}
	if p.has("reply_parameters") {
		var to struct {
			MessageID int  `json:"message_id"`
			Lenient   bool `json:"allow_sending_without_reply"`
		}
		if json.Unmarshal([]byte(p["reply_parameters"]), &to) != nil || r.find(to.MessageID) == nil && !to.Lenient {
			return nil, bad("message to be replied not found")
		}
	}
	rows, e := keyboard(p)
	if e != nil {
		return nil, e
	}
	letters, e := replyKeyboard(r, p)
	if e != nil {
		return nil, e
	}
	if e := s.drip(r); e != nil {
		return nil, e
	}
	if letters != nil {
		r.keyboard = letters
		if len(letters.Rows) == 0 {
			r.keyboard = nil
		}
	}
	b := s.put(r, Bubble{FromBot: true, Topic: t, AuthorID: s.botID(), Author: s.cfg.Username, Kind: "text", Text: p["text"], Rows: rows})
	return s.message(r, b), nil
}

func checkText(p params) *apiError {
	text := p["text"]
	switch {
	case strings.TrimSpace(text) == "":
		return bad("message text is empty")
	case units(text) > maxText:
		return bad("message is too long")
	case strings.EqualFold(p["parse_mode"], "HTML") && strings.Count(text, "<") != strings.Count(text, ">"):
		return bad("can't parse entities: unclosed start tag")
	}
	return nil
}

// keyboard reads the inline keyboard; nil when there is none. Of the actions a
// button can have only callback_data is known here.
func keyboard(p params) ([][]Button, *apiError) {
	if p["reply_markup"] == "" || p["reply_markup"] == "null" {
		return nil, nil
	}
	var markup struct {
		Rows [][]struct {
			Text string `json:"text"`
			Data string `json:"callback_data"`
			URL  string `json:"url"`
		} `json:"inline_keyboard"`
	}
	if json.Unmarshal([]byte(p["reply_markup"]), &markup) != nil {
		return nil, bad("can't parse reply keyboard markup JSON object")
	}
	var rows [][]Button
	n := 0
	for _, row := range markup.Rows {
		var keys []Button
		for _, k := range row {
			switch {
			case strings.TrimSpace(k.Text) == "":
				return nil, bad("can't parse inline keyboard button: text must be non-empty")
			case k.URL == "" && (k.Data == "" || len(k.Data) > maxData):
				return nil, bad("BUTTON_DATA_INVALID")
			}
			n++
			keys = append(keys, Button{Text: k.Text, Data: k.Data, Live: true})
		}
		if keys != nil {
			rows = append(rows, keys)
		}
	}
	if n > maxButtons {
		return nil, bad("reply markup is too long")
	}
	return rows, nil
}
