package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// TestOtherBranch lets the vice-chair of another ward try everything that could
// show him a report which is none of his business, and a reporter what is not
// his own.
func TestOtherBranch(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		t.Run(where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@"+where, "tho@"+where, "cuc@"+where, "pct-bd@"+where, "pct-nh@"+where, "vp@"+where)
			lan, pct := w.phone("lan@"+where), w.phone("pct-bd@"+where)
			urgent := w.urgent(lan)
			pct.taps("Đã nhận") // or it would climb
			for _, s := range []string{"bỏ qua", "bỏ qua", "bỏ qua", "bỏ qua"} {
				lan.says(s)
			}
			periodic := w.periodic(lan, "Vỉa hè phố Liễu Giai bị lấn chiếm để bán hàng")
			pct.says("báo cáo mới")
			pct.says("1")
			lan.says("báo cáo của tôi")
			before := [2]string{w.record(urgent), w.record(periodic)}
			forged := append(payloads(pct), payloads(lan)...)
			if len(forged) < 5 {
				t.Fatalf("only %d buttons to forge", len(forged))
			}
			for _, name := range []string{"pct-nh", "cuc", "tho", "vp"} {
				p := w.phone(name + "@" + where)
				for _, data := range forged {
					p.forge(data)
				}
				for _, s := range []string{
					urgent, periodic, "view:" + urgent, "#view:" + urgent, "mã " + periodic, "báo cáo mới", "1",
					"việc khẩn đang mở", "1", "báo cáo của tôi", "1", "tổng hợp", "chưa gửi", "không liên lạc được",
				} {
					p.says(s)
				}
				got := allTexts(p)
				for _, secret := range []string{"Đội Cấn", "Liễu Giai", "khói rất nhiều", "Nguyễn Thị Lan"} {
					switch {
					case name == "tho" && secret == "Nguyễn Thị Lan": // he knows himself and his like
					case name == "vp" && (secret == "Đội Cấn" || secret == "khói rất nhiều"): // told at once, to know, not to act
					case strings.Contains(got, secret):
						t.Errorf("%s was shown %q", name, secret)
					}
				}
				if !strings.Contains(got, "Nút này đã cũ") && !strings.Contains(got, "không thuộc phần") {
					t.Errorf("%s was told nothing about a forged button: %s", name, got)
				}
			}
			if after := [2]string{w.record(urgent), w.record(periodic)}; after != before {
				t.Errorf("somebody without a right changed a report:\n%s\n%s", before, after)
			}
		})
	}
}

// payloads are what the buttons on a phone send.
func payloads(p *phone) (list []string) {
	z, tg := ids(p.person)
	for _, b := range p.zalo.Chat(z) {
		for _, k := range b.Buttons {
			list = append(list, k.Payload)
		}
	}
	for _, b := range p.telegram.Chat(tg) {
		for _, row := range b.Rows {
			for _, k := range row {
				list = append(list, k.Data)
			}
		}
	}
	return list
}

var forgedUpdates = 900_000_000

// forge presses a button that this person was never shown.
func (p *phone) forge(data string) {
	p.Helper()
	if p.platform == "zalo" {
		p.says(data) // there a press comes as words
		return
	}
	_, tg := ids(p.person)
	forgedUpdates++
	id := strconv.FormatInt(tg, 10)
	body := fmt.Sprintf(`{"update_id":%d,"callback_query":{"id":"%d","from":{"id":%s,"is_bot":false,"first_name":"x"},"chat_instance":"1","data":%q,"message":{"message_id":1,"date":1,"chat":{"id":%s,"type":"private"}}}}`,
		forgedUpdates, forgedUpdates, id, data, id)
	if got := p.post("telegram", "", body, "hook-secret"); got != 200 {
		p.Fatalf("answered %d", got)
	}
	p.settle()
}

// TestLeftUnit shows that whoever loses his post loses what came with it, also
// on the buttons he still has.
func TestLeftUnit(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@telegram", "ct-bd@telegram")
	lan, old, chair := w.phone("lan@telegram"), w.phone("pct-bd@telegram"), w.phone("ct-bd@telegram")
	id := w.urgent(lan)
	want(t, old.news(), id)
	// The operator makes a code for the seat; a new vice-chair takes it.
	old.says("bàn giao")
	old.taps("Đỗ Quang Hải")
	code := codeShape.FindString(old.taps("Bàn giao"))
	heir := w.phone("moi@telegram")
	heir.says(code)
	heir.taps("Đồng ý")
	heir.taps("Anh")
	want(t, heir.says("Phan Văn Đức"), "đã tham gia")
	want(t, old.news(), "đã được bàn giao cho người khác")
	got := old.taps("Đã nhận")
	want(t, got, "không thuộc phần")
	for _, s := range []string{"báo cáo mới", "việc khẩn đang mở", id} {
		if got := old.says(s); strings.Contains(got, "Đội Cấn") {
			t.Errorf("he still sees: %s", got)
		}
	}
	if w.report(id).Ack != nil {
		t.Error("he took it in hand all the same")
	}
	w.former = map[string]string{"pct-bd": "bd"} // what he saw then was his to see
	want(t, heir.says("việc khẩn đang mở"), "Có 1 việc khẩn")
	want(t, heir.taps(id), "Đội Cấn")
	want(t, heir.taps("Đã nhận"), "đã nhận việc mã "+id)
	want(t, lan.news(), "đã nhận việc")
	want(t, chair.news())
}

// TestOwnRights shows that somebody without any post still has the rights over
// his own data.
func TestOwnRights(t *testing.T) {
	w := newTown(t, morePeople(`  - {id: xa, name: "Tống Văn Xa", xung_ho: ông, posts: [{unit: nh, role: hamlet_head}]}
`))
	w.settleIn("xa@zalo", "pct-nh@zalo")
	xa, pct := w.phone("xa@zalo"), w.phone("pct-nh@zalo")
	xa.says("không có gì")
	pct.says("bàn giao")
	pct.taps("Tống Văn Xa")
	code := codeShape.FindString(pct.taps("Bàn giao"))
	heir := w.phone("moi@zalo")
	heir.says(code)
	heir.taps("Đồng ý")
	heir.says("chị")
	heir.says("Phan Thị Đào")
	xa.news()
	want(t, xa.says("dữ liệu của tôi"), "Tống Văn Xa", "Xóa dữ liệu của tôi")
	xa.says("5")
	want(t, xa.taps("Xóa dữ liệu"), "Đã xóa tên")
	want(t, w.fact("xa"), "đã xóa")
	if r := w.report("2611-0001"); r.Person != "" {
		t.Error("his report still names him")
	}
}
