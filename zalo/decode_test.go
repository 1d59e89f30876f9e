package zalo_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

// Every kind that the platform can send, read back.
func TestDecodeKinds(t *testing.T) {
	r := newRig(t)
	g := r.sim.CreateGroup("Tổ 3", anh)
	r.deliver()
	person := func(k chat.Kind) chat.Inbound { return chat.Inbound{Kind: k, From: to(anh), Chat: to(anh)} }
	media := func(text string, m chat.Media) chat.Inbound {
		in := person(chat.KindMedia)
		in.Text, in.Media = text, []chat.Media{m}
		return in
	}
	inGroup := func(in chat.Inbound) chat.Inbound {
		in.Group, in.Chat = true, to(g)
		return in
	}
	text := person(chat.KindText)
	text.Text = "#bc"
	for name, tc := range map[string]struct {
		do   func()
		want chat.Inbound
	}{
		"follow":   {func() { r.sim.Follow(anh) }, person(chat.KindStart)},
		"chat now": {func() { r.sim.OpenChat(anh) }, person(chat.KindStart)},
		"unfollow": {func() { r.sim.Unfollow(anh) }, person(chat.KindUnreachable)},
		"withdraw": {func() { r.sim.Withdraw(anh) }, person(chat.KindErase)},
		"revoked":  {func() { r.sim.RevokePermission() }, chat.Inbound{Kind: chat.KindRevoked}},
		"staff":    {func() { r.sim.StaffWrites(anh, "Chào") }, person(chat.KindStaff)},
		"image": {func() {
			r.sim.SendMedia(anh, zalosim.Media{Kind: "image", Text: "Ổ gà", URL: "http://f.example/o.jpg"})
		}, media("Ổ gà", chat.Media{Kind: "photo", Ref: "http://f.example/o.jpg"})},
		"gif":     {func() { r.sim.SendMedia(anh, zalosim.Media{Kind: "gif", URL: "u"}) }, media("", chat.Media{Kind: "photo", Ref: "u"})},
		"audio":   {func() { r.sim.SendMedia(anh, zalosim.Media{Kind: "audio", URL: "u"}) }, media("", chat.Media{Kind: "voice", Ref: "u"})},
		"video":   {func() { r.sim.SendMedia(anh, zalosim.Media{Kind: "video", URL: "u"}) }, media("", chat.Media{Kind: "video", Ref: "u"})},
		"sticker": {func() { r.sim.SendMedia(anh, zalosim.Media{Kind: "sticker", Name: "23456", URL: "u"}) }, media("", chat.Media{Kind: "sticker", Ref: "23456"})},
		"file":    {func() { r.sim.SendMedia(anh, zalosim.Media{Kind: "file", URL: "u", Name: "don.pdf", Size: "184320"}) }, media("", chat.Media{Kind: "file", Ref: "u", Name: "don.pdf", Size: 184320})},
		"location": {func() {
			r.sim.SendMedia(anh, zalosim.Media{Kind: "location", Text: "Nhà văn hóa", Latitude: "20.8525710", Longitude: "106.0169320"})
		}, media("Nhà văn hóa", chat.Media{Kind: "location", Ref: "20.8525710,106.0169320"})},
		"link":        {func() { r.sim.SendMedia(anh, zalosim.Media{Kind: "link", URL: "u", Name: "Tin", Text: "u"}) }, media("u", chat.Media{Kind: "link", Ref: "u"})},
		"card":        {func() { r.sim.SendMedia(anh, zalosim.Media{Kind: "business_card", URL: "https://zalo.me/1"}) }, media("", chat.Media{Kind: "contact", Ref: "https://zalo.me/1"})},
		"group text":  {func() { r.sim.SendGroupText(g, anh, "#bc") }, inGroup(text)},
		"group image": {func() { r.sim.SendGroupMedia(g, anh, zalosim.Media{Kind: "image", URL: "u"}) }, inGroup(media("", chat.Media{Kind: "photo", Ref: "u"}))},
		"new group":   {func() { r.sim.CreateGroup("Tổ 4") }, chat.Inbound{Kind: chat.KindGroupJoined, Group: true, Title: "Tổ 4"}},
	} {
		tc.do()
		got := r.deliver()
		if len(got) != 1 {
			t.Errorf("%s: %d events", name, len(got))
			continue
		}
		in := got[0]
		if in.Key == "" || in.At.IsZero() || in.Channel != "zalo" {
			t.Errorf("%s: %+v", name, in)
		}
		if in.Kind == chat.KindGroupJoined {
			in.Chat = chat.Address{}
		}
		in.Key, in.Channel, in.MessageID, in.At = "", "", "", time.Time{}
		if d := cmp.Diff(tc.want, in); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	r.sim.DeleteGroup(g)
	if got := r.deliver(); len(got) != 1 || got[0].Kind != chat.KindGroupLeft || got[0].Chat != to(g) {
		t.Errorf("deleted group: %+v", got)
	}
}

func TestDecodeAlbum(t *testing.T) {
	in, err := zalo.Decode([]byte(`{"event_name":"user_send_image","sender":{"id":123456789012345678901},"message":{"msg_id":"m",
		"attachments":[{"type":"image","payload":{"url":"a"}},{"type":"image","payload":{"url":"b"}}]},"timestamp":1,"new":{"x":[]}}`))
	if err != nil || len(in.Media) != 2 || in.Media[1].Ref != "b" || in.From.ID != "123456789012345678901" {
		t.Errorf("%+v, %v", in, err)
	}
}

func TestDecodeMediaWithoutAttachment(t *testing.T) {
	in, err := zalo.Decode([]byte(`{"event_name":"user_send_sticker","sender":{"id":"1"},"message":{"msg_id":"m"},"timestamp":"x"}`))
	if err != nil || len(in.Media) != 1 || in.Media[0].Kind != "sticker" || !in.At.IsZero() {
		t.Errorf("%+v, %v", in, err)
	}
}

func TestPressesAreRecognised(t *testing.T) {
	for s, want := range map[string]bool{
		"#y": true, "#xn:ab12.C-_": true, "#": false, "# a": false, "báo cáo": false, "#báo": false, "#a\n": false,
		"#" + string(make([]byte, 64)): false, "##a": false, "a#b": false,
	} {
		if zalo.PressText(s) != want {
			t.Errorf("%q: press is %v", s, !want)
		}
	}
}

func TestDeeper(t *testing.T) {
	for s, want := range map[string]bool{
		`{"a":[1]}`: false, `[[[]]]`: true, `"[[[["`: false, `["\"[[[["]`: false, `[[],[],[]]`: false, `]]][[[`: false,
	} {
		if zalo.Deeper([]byte(s), 2) != want {
			t.Errorf("%s: deeper is %v", s, !want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add([]byte(v.body))
	}
	f.Add([]byte(`{"event_name":"user_send_file","sender":{"id":1},"message":{"attachments":[{"payload":{"size":"9"}}]}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		in, err := zalo.Decode(body)
		again, err2 := zalo.Decode(body)
		if (err == nil) != (err2 == nil) || !reflect.DeepEqual(in, again) {
			t.Fatal("decoded differently the second time")
		}
		if err != nil {
			return
		}
		if in.Channel != "zalo" || in.Kind == "" || in.Key == "" || len(in.Key) >= 200 {
			t.Errorf("%+v", in)
		}
		if in.Group && in.Chat.IsZero() {
			t.Error("a group without an address")
		}
	})
}
