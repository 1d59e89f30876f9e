package telegramsim

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestCallFaults(t *testing.T) {
	r := newRig(t)
	rt := r.sim.Transport()
	send := func() (int, string) {
		q, err := http.NewRequest(http.MethodPost, "http://x/bot"+token+"/sendMessage", strings.NewReader("chat_id=7&text=x"))
		r.ok(err)
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := rt.RoundTrip(q)
		if err != nil {
			return 0, err.Error()
		}
		b, err := io.ReadAll(resp.Body)
		r.ok(err)
		return resp.StatusCode, string(b)
	}
	slow := ""
	for _, c := range []struct {
		name    string
		faults  Faults
		status  int
		says    string
		arrives int
	}{
		{"none", Faults{}, 200, `"ok":true`, 1},
		{"flood", Faults{Flood: 1, RetryAfter: 4 * time.Second}, 429, `"retry_after":4`, 0},
		{"server error", Faults{ServerErrors: 1}, 502, `"ok":false`, 0},
		{"page", Faults{NonJSON: 1}, 502, "<html>", 0},
		{"lost answer", Faults{LostAnswers: 1}, 0, "EOF", 1},
		{"refused", Faults{Refused: 1}, 0, "connection refused", 0},
		{"scripted", Faults{Refusals: []Refusal{{Code: 400, Description: "Bad Request: PEER_ID_INVALID", MigrateTo: -5}}}, 400, `"migrate_to_chat_id":-5`, 0},
		{"other method", Faults{Methods: []string{"getMe"}, Flood: 1}, 200, `"ok":true`, 1},
		{"slow", Faults{Slow: func(m string) { slow = m }}, 200, `"ok":true`, 1},
		{"by chance", Faults{Chance: func(f string, _ int) bool { return f == "servererrors" }}, 502, "Bad Gateway", 0},
	} {
		r.pass(time.Minute)
		before := len(r.sim.Chat(7))
		r.sim.SetFaults(c.faults)
		status, says := send()
		if status != c.status || !strings.Contains(says, c.says) || len(r.sim.Chat(7))-before != c.arrives {
			t.Errorf("%s: %d %s", c.name, status, says)
		}
	}
	if slow != "sendmessage" || r.sim.Faults().Chance == nil {
		t.Error("slow hook", slow)
	}
	calls := r.sim.Calls()
	if last := calls[len(calls)-1]; last.Code != 502 || last.Params["text"] != "x" {
		t.Errorf("%+v", last)
	}
}

func TestScreenAndRecords(t *testing.T) {
	r := newRig(t)
	before := r.sim.Revision()
	r.must(r.sim.SendCommand(7, "giup", ""))
	r.must(r.sim.SendMedia(7, Media{Kind: "photo", Caption: "hố ga", Album: "1"}))
	r.must(r.sim.SendContact(7, "1", true))
	if _, err := r.sim.SendMedia(7, Media{Kind: "hologram"}); err == nil {
		t.Error("unknown media")
	}
	if _, err := r.sim.SendText(7, ""); err == nil {
		t.Error("empty text")
	}
	if _, err := r.sim.SendText(70, "x"); err == nil {
		t.Error("nobody wrote")
	}
	r.ok(r.sim.EditText(7, 2, "/giup sửa"))
	if r.sim.EditText(7, 99, "x") == nil {
		t.Error("edited nothing")
	}
	shown := r.sim.Chat(7)
	if len(shown) != 4 || !shown[1].Edited || shown[1].Text != "/giup sửa" || shown[2].Kind != "photo" || r.sim.Revision() <= before {
		t.Errorf("%+v", shown)
	}
	shown[1].Text = "đổi"
	if r.sim.Chat(7)[1].Text == "đổi" {
		t.Error("the screen is not a copy")
	}
	if r.sim.Chat(99) != nil || r.sim.Group(-1) != nil {
		t.Error("screen of nobody")
	}
	r.ok(r.sim.Block(7))
	if _, err := r.sim.SendText(7, "x"); err == nil {
		t.Error("wrote to a blocked bot")
	}
	r.sim.cfg.KeepCalls = 2
	for range 5 {
		r.call("getMe", "{}")
	}
	if len(r.sim.Calls()) != 2 || len(r.sim.Sent("getMe")) != 2 || r.sim.Answers(200) != 5 {
		t.Error(len(r.sim.Calls()))
	}
	r.sim.cfg.KeepCalls = -1
	r.call("getMe", "{}")
	if len(r.sim.Calls()) != 2 {
		t.Error("recorded")
	}
}
