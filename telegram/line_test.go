package telegram

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"langnghe/bot/chat"
	"langnghe/bot/text"
)

func TestTextInTextOutAndPress(t *testing.T) {
	r := started(t)
	r.sim.AddUser(7, "Bà Tư")
	_, err := r.sim.Start(7, "abc-123")
	r.must(err)
	id, err := r.sim.SendText(7, "  ngõ 12 ngập nước 😟 ")
	r.must(err)

	got := r.take()
	want := []chat.Inbound{
		{
			Channel: Name, Key: "update:100001", Kind: chat.KindStart, From: address(7), Chat: address(7),
			Text: "/start abc-123", Data: "abc-123", MessageID: "1", At: r.now(),
		},
		{
			Channel: Name, Key: "update:100002", Kind: chat.KindText, From: address(7), Chat: address(7),
			Text: "  ngõ 12 ngập nước 😟 ", MessageID: "2", At: r.now(),
		},
	}
	if d := cmp.Diff(want, got); d != "" || id != 2 {
		t.Fatal(d)
	}

	receipt, err := r.send(chat.Outbound{To: address(7), Text: "Việc ở đâu ạ? <b>", Choices: []chat.Choice{
		{Key: "1", Label: "Tổ 3", Data: "v1:a"}, {Key: "0", Label: "Quay lại", Data: "v1:b"},
	}})
	r.must(err)
	last := r.sim.Chat(7)[2]
	if receipt.MessageID != "3" || last.Text != "Việc ở đâu ạ? <b>" || len(last.Rows) != 2 || last.Rows[0][0].Text != "1. Tổ 3" {
		t.Fatalf("receipt %+v, bubble %+v", receipt, last)
	}
	call := r.sim.Sent("sendMessage")[0].Params
	if call["parse_mode"] != "" || !strings.Contains(call["link_preview_options"], `"is_disabled":true`) {
		t.Fatalf("sent with %v", call)
	}

	r.must(r.sim.Press(7, 3, 1))
	press := r.one()
	if press.Kind != chat.KindPress || press.Data != "v1:b" || press.MessageID != "3" || press.PressID == "" || press.Chat != press.From || press.Group {
		t.Fatalf("press %+v", press)
	}
	answer := chat.Outbound{To: address(7), Text: "Đã nhận", Pressed: &chat.Pressed{ID: press.PressID, MessageID: press.MessageID}}
	_, err = r.send(answer)
	r.must(err)
	last = r.sim.Chat(7)[2]
	if last.Toast != "Đã nhận" || last.Rows[0][0].Live || last.Rows[1][0].Live {
		t.Fatalf("after the answer: %+v", last)
	}
	if r.sim.Press(7, 3, 0) == nil {
		t.Error("a button can be pressed after its answer")
	}
	_, err = r.send(answer) // again, after a lost answer: already answered, nothing to change
	r.must(err)
	r.pass(time.Minute)
	_, err = r.send(answer) // far too late
	r.must(err)
}

func TestPressAnswerKeepsOtherRefusals(t *testing.T) {
	r := started(t)
	to := r.person(7)
	r.must(r.sim.Block(7))
	_, err := r.send(chat.Outbound{To: to, Pressed: &chat.Pressed{ID: "1", MessageID: "1"}})
	wantError(t, err, chat.Unreachable, "blocked")
	_, err = r.send(chat.Outbound{To: to, Pressed: &chat.Pressed{ID: "1"}})
	r.must(err) // an inline message: nothing to edit
}

func TestLongText(t *testing.T) {
	r := started(t)
	to := r.person(7)
	words := strings.Repeat(strings.Repeat("báo cáo 😟 ", 60)+"\n\n", 12)
	parts := r.ch.Parts(chat.Outbound{To: to, Text: words, Choices: []chat.Choice{{Key: "1", Label: "Rồi", Data: "x"}}})
	for i, p := range parts {
		if again := r.ch.Parts(p); len(again) != 1 || cmp.Diff(again[0], p) != "" {
			t.Errorf("part %d is itself cut", i)
		}
		_, err := r.send(p)
		r.must(err)
		if n := len(r.sim.Chat(7)) - 1; n != i+1 {
			t.Fatalf("%d messages after part %d", n, i)
		}
	}
	shown := r.sim.Chat(7)[1:]
	if len(shown) < 3 {
		t.Fatalf("%d parts", len(shown))
	}
	var all []string
	for i, b := range shown {
		if text.Units(b.Text) > splitText || (len(b.Rows) > 0) != (i == len(shown)-1) {
			t.Errorf("part %d: %d units, %d rows", i, text.Units(b.Text), len(b.Rows))
		}
		all = append(all, strings.Fields(b.Text)...)
	}
	if strings.Join(all, " ") != strings.Join(strings.Fields(words), " ") {
		t.Error("words were lost")
	}
	if n := len(r.ch.Parts(chat.Outbound{To: to, Text: " \n "})); n != 0 {
		t.Errorf("nothing to say makes %d parts", n)
	}
}

func TestUnsendable(t *testing.T) {
	r := started(t)
	to := r.person(7)
	many := make([]chat.Choice, 101)
	for i := range many {
		many[i] = chat.Choice{Key: "1", Label: "x", Data: "x"}
	}
	for name, m := range map[string]chat.Outbound{
		"empty":           {To: to, Text: " \n "},
		"more than one":   {To: to, Text: strings.Repeat("một dòng\n", 3000)},
		"no address":      {Text: "x"},
		"other channel":   {To: chat.Address{Channel: "zalo", ID: "7"}, Text: "x"},
		"bad id":          {To: chat.Address{Channel: Name, ID: "bảy"}, Text: "x"},
		"long data":       {To: to, Text: "x", Choices: []chat.Choice{{Key: "1", Label: "x", Data: strings.Repeat("x", 65)}}},
		"no data":         {To: to, Text: "x", Choices: []chat.Choice{{Key: "1", Label: "x"}}},
		"no label":        {To: to, Text: "x", Choices: []chat.Choice{{Label: " ", Data: "x"}}},
		"too many choice": {To: to, Text: "x", Choices: many},
	} {
		_, err := r.send(m)
		if e := asSendError(t, err); e.Reaction != chat.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(r.sim.Sent("sendMessage")); n != 0 {
		t.Errorf("%d calls made", n)
	}
}
