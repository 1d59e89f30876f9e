package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"langnghe/bot/media"
	"langnghe/bot/org"
	"langnghe/sample"
	"langnghe/web"
)

// playground is the demo's page over a town: what is done on it goes through
// the simulators and the program, on the town's clock.
func (w *town) playground(names ...string) *demoCity {
	c := &demoCity{zalo: w.zalo, telegram: w.telegram, node: w.node, watchers: map[int]func(){}, seen: map[string]int{}}
	for _, id := range names {
		r := resident{person: org.Person{ID: id, Name: id}, posts: []org.Post{{Unit: "bd", Role: org.Collaborator}}}
		r.zaloID, r.tgID = account(id)
		c.people = append(c.people, r)
	}
	return c
}

// TestPageAlbum: an album sent from the page is one bubble with its pictures
// and one answer in the report.
func TestPageAlbum(t *testing.T) {
	for _, platform := range []string{"zalo", "telegram"} {
		w := newTown(t, takingPhotos)
		w.settleIn("lan@" + platform)
		c := w.playground("lan")
		lan := w.phone("lan@" + platform)
		for _, words := range []string{"báo cáo", "giao thông", "ùn tắc"} {
			lan.says(words)
		}
		want(t, lan.says("Ngã tư Đội Cấn hay tắc đường lúc tan tầm"), "Có ảnh thì bác gửi kèm")
		w.must(c.Attach(t.Context(), platform, "lan", "album", "Chụp chiều qua"))
		w.pass(5 * time.Second)
		if got := lan.news(); strings.Count(got, "Có nhiều người nói") != 1 {
			t.Errorf("%s answered\n%s", platform, got)
		}
		want(t, lan.says("xem lại"), "Ảnh: 3 ảnh: Chụp chiều qua")
		i := slices.IndexFunc(c.Bubbles(platform, "lan"), func(b web.Bubble) bool { return len(b.Files) > 0 })
		b := c.Bubbles(platform, "lan")[i]
		if len(b.Files) != 3 || b.Text != "Chụp chiều qua" || !b.Mine {
			t.Fatalf("%s shows %+v", platform, b)
		}
		for n, a := range b.Files {
			f, err := c.File(platform, "lan", a.ID)
			if err != nil || !a.Stored || f.Type != "image/jpeg" || !slices.Equal(f.Data, sample.Photos()[n].Data) {
				t.Errorf("%s, picture %d: %v %s %d bytes", platform, n, err, f.Type, len(f.Data))
			}
		}
		w.nothingLeft()
	}
}

// TestPageAttaches: everything a phone offers is shown as what it is, with
// bytes that the program takes.
func TestPageAttaches(t *testing.T) {
	for _, platform := range []string{"zalo", "telegram"} {
		w := newTown(t)
		w.settleIn("lan@" + platform)
		c := w.playground("lan")
		pl := c.Platforms()[map[string]int{"zalo": 0, "telegram": 1}[platform]]
		for _, o := range pl.Offers {
			w.must(c.Attach(t.Context(), platform, "lan", o.Kind, ""))
			all := c.Bubbles(platform, "lan")
			a := all[len(all)-1].Files[0]
			kind := map[string]string{"album": "photo", "mycard": "contact", "card": "contact"}[o.Kind]
			if kind == "" {
				kind = o.Kind
			}
			if a.Kind != kind || (a.Kind == "place" || a.Kind == "contact") && a.Note == "" {
				t.Errorf("%s, %s is shown as %+v", platform, o.Kind, a)
			}
			as, has := map[string]media.Kind{"photo": media.Photo, "voice": media.Voice, "file": media.File}[a.Kind]
			if a.Stored != has {
				t.Errorf("%s, %s: stored %v", platform, o.Kind, a.Stored)
			}
			if !has {
				continue
			}
			f, err := c.File(platform, "lan", a.ID)
			w.must(err)
			if _, no := media.Clean(as, f.Data); no != "" || f.Type == "application/octet-stream" {
				t.Errorf("%s, %s: %s %q", platform, o.Kind, f.Type, no)
			}
		}
		w.pass(time.Minute)
	}
	if _, err := newTown(t).playground().File("zalo", "lan", "../go.mod"); err == nil {
		t.Error("a file of nobody")
	}
}

// TestPageEdit: a message edited on the page corrects the answer it gave, also
// the words under an album; on Zalo there is nothing to edit.
func TestPageEdit(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@both")
	c := w.playground("lan")
	lan := w.phone("lan@telegram")
	lan.says("báo cáo")
	lan.taps("Giao thông")
	lan.taps("Ùn tắc")
	want(t, lan.says("Ngã tư Đội Cấn hay tắc đường lúc tan tầm"), "Có nhiều người nói")
	edit := func(words, changed string) error {
		all := c.Bubbles("telegram", "lan")
		i := slices.IndexFunc(all, func(b web.Bubble) bool { return b.Text == words && b.CanEdit })
		if i < 0 {
			t.Fatalf("%q cannot be edited", words)
		}
		return c.Edit(t.Context(), "telegram", "lan", all[i].ID, changed)
	}
	w.must(edit("Ngã tư Đội Cấn hay tắc đường lúc tan tầm", "Ngã tư Giảng Võ hay tắc đường lúc tan tầm"))
	w.pass(6 * time.Second)
	want(t, lan.news(), `Đã sửa "Nội dung" theo tin bác vừa đổi`)
	want(t, lan.says("xem lại"), "Ngã tư Giảng Võ")
	for _, b := range c.Bubbles("telegram", "lan") {
		if b.CanEdit != b.Mine || b.Edited != (b.Text == "Ngã tư Giảng Võ hay tắc đường lúc tan tầm") && b.Mine {
			t.Errorf("%+v", b)
		}
	}

	w.must(c.Attach(t.Context(), "telegram", "lan", "album", "Ảnh chụp hôm qua"))
	w.must(edit("Ảnh chụp hôm qua", "Ảnh chụp hôm kia"))
	all := c.Bubbles("telegram", "lan")
	if b := all[len(all)-1]; b.Text != "Ảnh chụp hôm kia" || !b.Edited || len(b.Files) != 3 {
		t.Errorf("%+v", b)
	}

	w.must(c.Send(t.Context(), "zalo", "lan", "menu"))
	for _, b := range c.Bubbles("zalo", "lan") {
		if b.CanEdit {
			t.Errorf("Zalo offers to edit %+v", b)
		}
	}
	if c.Edit(t.Context(), "zalo", "lan", c.Bubbles("zalo", "lan")[0].ID, "x") == nil || edit("Ảnh chụp hôm kia", strings.Repeat("x", 5000)) == nil {
		t.Error("the platform took an edit it does not take")
	}
	w.pass(time.Minute)
}

// TestPageReaction: a reaction is shown and nothing else happens: no answer, no
// word in the conversation, no open window on Zalo.
func TestPageReaction(t *testing.T) {
	for platform, code := range map[string]string{"zalo": "/-heart", "telegram": "❤"} {
		w := newTown(t)
		w.settleIn("lan@" + platform)
		c := w.playground("lan")
		lan := w.phone("lan@" + platform)
		taken := map[string]string{"zalo": "webhook_accepted", "telegram": "accepted"}[platform]
		want(t, lan.says("báo cáo"), "lĩnh vực")
		w.pass(time.Hour)
		lan.news()
		window, echoes := w.zalo.Window(c.people[0].zaloID), w.counted("zalo", "webhook_ignored_event")
		inbox, sent := w.counted(platform, taken), len(w.zalo.Calls())+len(w.telegram.Calls())
		all := c.Bubbles(platform, "lan")
		b := all[len(all)-1]
		if !b.CanReact || b.Mine {
			t.Fatalf("%+v", b)
		}
		w.must(c.React(t.Context(), platform, "lan", b.ID, code))
		w.pass(10 * time.Second)
		all = c.Bubbles(platform, "lan")
		if got := all[len(all)-1]; got.ID != b.ID || got.Reaction != "❤️" {
			t.Errorf("%s shows %+v", platform, got)
		}
		if n := len(w.zalo.Calls()) + len(w.telegram.Calls()); n != sent || lan.news() != "" || w.counted(platform, taken) != inbox || inbox == 0 {
			t.Errorf("%s: the bot did something about a reaction", platform)
		}
		if n := w.counted("zalo", "webhook_ignored_event"); (n == echoes+1) != (platform == "zalo") {
			t.Errorf("%s: %v events ignored on purpose", platform, n)
		}
		if now := w.zalo.Window(c.people[0].zaloID); now != window {
			t.Errorf("the window moved from %v to %v", window, now)
		}
		w.must(c.React(t.Context(), platform, "lan", b.ID, ""))
		if all = c.Bubbles(platform, "lan"); all[len(all)-1].Reaction != "" || c.React(t.Context(), platform, "lan", "99", code) == nil {
			t.Error("a reaction stays, or stands under nothing")
		}
		want(t, lan.says("giao thông"), "Cụ thể là việc gì") // as if nothing had been
		w.nothingLeft()
	}
}

// TestPageRoom: the page shows who is in a group and how the bot stands, and
// what is done about it reaches the platform.
func TestPageRoom(t *testing.T) {
	c, end := demoRun(t, t.TempDir())
	defer end()
	room := func(platform string) web.Chat {
		all := c.Chats(platform)
		return all[slices.IndexFunc(all, func(x web.Chat) bool { return x.Group })]
	}
	act := func(platform string, a web.Act, who string) {
		t.Helper()
		if err := c.Act(t.Context(), platform, room(platform).ID, a, who); err != nil {
			t.Fatal(err)
		}
	}
	tg := room("telegram")
	if n := len(tg.Room.Members); n < 3 || tg.Subtitle != strconv.Itoa(n)+" thành viên" || tg.Room.Out || tg.Room.Bot != "trợ lý là thành viên" {
		t.Fatalf("%+v", tg)
	}
	for _, s := range []struct {
		act web.Act
		bot string
		out bool
	}{
		{web.ActBotRaise, "trợ lý là quản trị viên", false}, {web.ActBotLower, "trợ lý là thành viên", false},
		{web.ActBotMute, "trợ lý không được nhắn", true}, {web.ActBotSpeak, "trợ lý là thành viên", false},
		{web.ActBotKick, "trợ lý không còn trong nhóm", true}, {web.ActBotAdd, "trợ lý là thành viên", false},
	} {
		if !slices.ContainsFunc(room("telegram").Room.Deeds, func(d web.Deed) bool { return d.Act == s.act }) {
			t.Errorf("%s is not offered", s.act)
		}
		act("telegram", s.act, "")
		if r := room("telegram").Room; r.Bot != s.bot || r.Out != s.out {
			t.Errorf("after %s: %+v", s.act, r)
		}
	}
	who := tg.Room.Members[1].ID
	act("telegram", web.ActLeave, who)
	if r := room("telegram").Room; len(r.Members) != len(tg.Room.Members)-1 || len(r.Waiting) != 1 || r.Waiting[0].ID != who {
		t.Errorf("%+v", r)
	}
	if c.Act(t.Context(), "telegram", tg.ID, web.ActLeave, who) == nil || c.Act(t.Context(), "telegram", tg.ID, web.ActJoin, "khach-1") == nil {
		t.Error("somebody left twice, or a stranger came in")
	}
	act("telegram", web.ActJoin, who)
	if r := room("telegram").Room; len(r.Waiting) != 0 {
		t.Errorf("%+v", r)
	}
	if z := room("zalo").Room; len(z.Members) != len(tg.Room.Members) || z.Members[0].Name == "" || z.Out {
		t.Errorf("%+v", z)
	}
	act("zalo", web.ActAssetEnds, "")
	if z := room("zalo").Room; !z.Out || !strings.Contains(z.Bot, "hết hạn") || len(z.Deeds) != 0 {
		t.Errorf("%+v", z)
	}
}

// TestPageWindow: the Zalo phone says how long the bot may write, and at what cost.
func TestPageWindow(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	c := w.playground("lan", "tho")
	lan := w.phone("lan@zalo")
	lan.says("menu")
	from := w.now.Add(-6 * time.Second)
	show := func() *web.Window { return c.Chats("zalo")[0].Window }
	c.people[0].posts[0].Unit = "hn-ba-dinh-p" // a unit whose people are on the page
	for _, s := range []struct {
		age   time.Duration
		state string
		says  []string
	}{
		{time.Minute, "free", []string{from.Add(48 * time.Hour).Format("15:04, 02/01"), "tin cuối: miễn phí"}},
		{49 * time.Hour, "paid", []string{from.Add(7 * 24 * time.Hour).Format("15:04, 02/01"), "Mất phí"}},
		{8 * 24 * time.Hour, "closed", []string{"Quá 7 ngày"}},
	} {
		w.pass(from.Add(s.age).Sub(w.now))
		got := show()
		if got == nil || got.State != s.state {
			t.Fatalf("after %v: %+v", s.age, got)
		}
		want(t, got.Text, s.says...)
	}
	c.zalo.Unfollow(c.people[0].zaloID)
	if ch := c.Chats("zalo")[0]; !ch.Blocked || ch.Window != nil {
		t.Errorf("%+v", ch)
	}
	w.pass(time.Minute)
}

// TestPageKey: a key that stands in place of the letters is shown and shares
// the person's own number.
func TestPageKey(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram")
	c := w.playground("lan")
	c.people[0].posts[0].Unit = "hn-ba-dinh-p" // a unit whose people are on the page
	ask := `{"chat_id":` + strconv.FormatInt(c.people[0].tgID, 10) + `,"text":"Số của bác?","reply_markup":{"keyboard":[[{"text":"Chia sẻ số của tôi","request_contact":true}]],"one_time_keyboard":true}}`
	r := httptest.NewRequest(http.MethodPost, "http://telegram.sim/bot100200300:token/sendMessage", strings.NewReader(ask))
	r.Header.Set("Content-Type", "application/json")
	_, err := w.telegram.Transport().RoundTrip(r)
	w.must(err)
	keys := func() [][]string { return c.Chats("telegram")[0].Keys }
	if k := keys(); len(k) != 1 || k[0][0] != "Chia sẻ số của tôi" {
		t.Fatalf("%v", k)
	}
	w.must(c.Key(t.Context(), "telegram", "lan", 0))
	all := c.Bubbles("telegram", "lan")
	if f := all[len(all)-1].Files; len(f) != 1 || f[0].Kind != "contact" || f[0].Note != ownPhone(c.people[0]) || len(keys()) != 0 {
		t.Errorf("%+v, keys %v", f, keys())
	}
	if c.Key(t.Context(), "telegram", "lan", 0) == nil || c.Key(t.Context(), "zalo", "lan", 0) == nil {
		t.Error("pressed what is not there")
	}
	w.pass(time.Minute)
}
