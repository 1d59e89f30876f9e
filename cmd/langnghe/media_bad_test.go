package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/media"
	"langnghe/sample"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// downloads counts what was asked of the platforms' media hosts.
func (w *town) downloads() (n int) {
	for _, c := range w.zalo.Calls() {
		n += b2n(c.Path == "/media/")
		if c.Token {
			w.Error("Zalo's token went to a media host")
		}
	}
	for _, c := range w.telegram.Calls() {
		n += b2n(c.Method == "getFile" || c.Method == "download")
	}
	return n
}

// TestBadMediaOnZalo has a row for each thing that may be wrong with what
// somebody sends, and with the host it lies on: nothing of it is kept, what can
// be mended is tried again, and the person hears once what to do.
func TestBadMediaOnZalo(t *testing.T) {
	photo, aac := sample.Photos()[0].Data, sample.VoiceAAC().Data
	mp4 := append([]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42"), make([]byte, 64)...)
	image := func(b []byte) zalosim.Media { return zalosim.Media{Kind: "image", Bytes: b} }
	for name, c := range map[string]struct {
		m     zalosim.Media
		fault func(*zalosim.Faults)
		want  bot.MediaState
		why   media.Refusal
		told  string
	}{
		"a photo":              {m: image(photo), want: bot.MediaKept},
		"a voice note":         {m: zalosim.Media{Kind: "audio", Bytes: aac}, want: bot.MediaKept},
		"a PDF":                {m: zalosim.Media{Kind: "file", Name: "../../etc/passwd", Bytes: sample.Letter().Data}, want: bot.MediaKept},
		"a PDF as a photo":     {m: image(sample.Letter().Data), want: bot.MediaRefused, why: media.NotTaken, told: "thuộc loại trợ lý không nhận"},
		"a film as voice":      {m: zalosim.Media{Kind: "audio", Bytes: mp4}, want: bot.MediaRefused, why: media.NotTaken, told: "thuộc loại trợ lý không nhận"},
		"an archive":           {m: zalosim.Media{Kind: "file", Name: "a.pdf", Bytes: []byte("PK\x03\x04 archive")}, want: bot.MediaRefused, why: media.NotTaken, told: "thuộc loại trợ lý không nhận"},
		"an animation":         {m: zalosim.Media{Kind: "gif", Bytes: []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")}, want: bot.MediaRefused, why: media.NotPicture, told: "không mở được"},
		"a photo and more":     {m: image(append(bytes.Clone(photo), "PK\x03\x04<script>evil</script>"...)), want: bot.MediaKept},
		"an iPhone's own":      {m: zalosim.Media{Kind: "file", Name: "IMG.HEIC", Bytes: []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")}, want: bot.MediaRefused, why: media.Heic, told: "gửi lại theo kiểu ảnh"},
		"nothing":              {m: image([]byte{}), want: bot.MediaRefused, why: media.Empty, told: "không thấy gì"},
		"too large":            {m: image(make([]byte, 20<<20+1)), want: bot.MediaRefused, why: media.TooBig, told: "quá lớn"},
		"a bomb":               {m: image(pngBomb(60_000, 60_000)), want: bot.MediaRefused, why: media.TooBig, told: "quá lớn"},
		"cut off":              {m: image(photo[:len(photo)/2]), want: bot.MediaRefused, why: media.Truncated, told: "bị thiếu một phần"},
		"the host hangs up":    {m: image(photo), fault: func(f *zalosim.Faults) { f.MediaShort = 2 }, want: bot.MediaKept},
		"the host is away":     {m: image(photo), fault: func(f *zalosim.Faults) { f.Unavailable = 2 }, want: bot.MediaKept},
		"gone":                 {m: image(photo), fault: func(f *zalosim.Faults) { f.MediaGone = 1 }, want: bot.MediaRefused, why: bot.NotFetched, told: "không tải được"},
		"sent elsewhere":       {m: image(photo), fault: func(f *zalosim.Faults) { f.MediaAway, f.MediaTo = 1, "http://127.0.0.1:9090/metrics" }, want: bot.MediaRefused, why: bot.NotFetched, told: "không tải được"},
		"a page to log in":     {m: image(photo), fault: func(f *zalosim.Faults) { f.MediaPage = 1 }, want: bot.MediaRefused, why: media.NotPicture, told: "không mở được"},
		"on a host of others":  {m: zalosim.Media{Kind: "image", URL: "https://evil.example/a.jpg"}, want: bot.MediaRefused, why: bot.NotFetched, told: "không tải được"},
		"on this very machine": {m: zalosim.Media{Kind: "file", Name: "a.pdf", URL: "http://169.254.169.254/latest"}, want: bot.MediaRefused, why: bot.NotFetched, told: "không tải được"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, takingPhotos)
			w.settleIn("lan@zalo")
			lan := w.phone("lan@zalo")
			lan.toUrgentPhotos()
			if c.fault != nil {
				w.zalo.Inject(c.fault)
			}
			z, _ := ids("lan")
			w.zalo.SendMedia(z, c.m)
			w.pass(2 * time.Minute)
			got := lan.news()
			m := w.lastOf("lan")
			if m.State != c.want || m.Reason != string(c.why) || m.Ref != "" || !m.Chat.IsZero() {
				t.Errorf("%+v", m)
			}
			if c.told != "" && strings.Count(got, c.told) != 1 || c.told == "" && strings.Contains(got, "vừa gửi") {
				t.Errorf("told: %s", got)
			}
			b, err := w.node.store.Media(m.ID)
			if (err == nil) != (c.want == bot.MediaKept) || bytes.Contains(b, []byte("script")) || bytes.Contains(b, []byte("Exif")) {
				t.Errorf("kept %d bytes, %v", len(b), err)
			}
			_ = w.downloads()
			want(t, lan.says("xem lại"), "Ở đâu")
			w.nothingLeft()
		})
	}
}

// TestNeverFetched: an address a person shares, a card, what is sent in a group,
// by a stranger, or out of the blue, is nothing to be asked for.
func TestNeverFetched(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@both", "pct-bd@telegram")
	lan := w.phone("lan@zalo")
	z, tg := ids("lan")
	jpeg := sample.Photos()[0].Data
	w.zalo.SendMedia(z, zalosim.Media{Kind: "image", Bytes: jpeg}) // out of the blue
	w.pass(10 * time.Second)
	lan.toUrgentPhotos()
	for _, m := range []zalosim.Media{
		{Kind: "link", URL: "https://f6-zpc.zdn.vn/media/x.jpg", Name: "Tin"}, {Kind: "business_card", URL: "https://zalo.me/84900000001", Bytes: jpeg},
		{Kind: "sticker", Name: "1", URL: "https://zalo.me/s.png"}, {Kind: "video", URL: "https://f6-zpc.zdn.vn/v.mp4"},
	} {
		w.zalo.SendMedia(z, m)
		w.pass(10 * time.Second)
	}
	stranger := w.phone("la@zalo")
	sz, stg := ids("la")
	w.zalo.SendMedia(sz, zalosim.Media{Kind: "image", Bytes: jpeg})
	_, err := w.telegram.SendMedia(stg, telegramsim.Media{Kind: "photo", Bytes: jpeg})
	w.must(err)
	w.pass(10 * time.Second)
	want(t, stranger.news(), "mã mời")
	g := w.zalo.CreateGroup("Tổ 5", z)
	w.zalo.SendGroupMedia(g, z, zalosim.Media{Kind: "image", Bytes: jpeg})
	w.pass(time.Hour)
	if n := w.downloads(); n > 0 {
		t.Errorf("%d downloads", n)
	}
	if list := w.mediaBy("lan"); len(list) > 0 {
		t.Errorf("records: %+v", list)
	}
	_ = tg
}

// TestFloodOfPhotos: of a flood what a report holds is kept, the rest is told of
// a few times, nothing is left lying about and somebody else is served meanwhile.
func TestFloodOfPhotos(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram", "tho@telegram")
	lan, tho := w.phone("lan@telegram"), w.phone("tho@telegram")
	lan.toPhotos()
	for _, s := range []string{"báo cáo", "giao thông", "ùn tắc", "Ngã tư Đội Cấn hay tắc đường lúc tan tầm"} {
		tho.says(s)
	}
	for range 200 {
		lan.attach("", photo(""))
	}
	tho.attach("", photo(""))
	w.pass(10 * time.Second)
	if m := w.lastOf("tho"); m.State != bot.MediaKept {
		t.Errorf("another's photo waits: %+v", m)
	}
	w.pass(10 * time.Minute)
	kept := 0
	for _, m := range w.mediaBy("lan") {
		kept += b2n(m.State == bot.MediaKept)
	}
	if kept == 0 || kept > 40 {
		t.Errorf("%d kept", kept)
	}
	if n := len(strings.Split(lan.news(), "\n\n")); n > 60 {
		t.Errorf("answered %d times", n)
	}
	if n := w.downloads(); n > 2*(kept+1)+2 {
		t.Errorf("%d calls for %d photos", n, kept)
	}
	lan.says("hủy")
	lan.taps("Hủy")
	for _, m := range w.mediaBy("lan") {
		if m.State == bot.MediaKept {
			t.Fatal("a photo of a report given up is kept")
		}
	}
	w.nothingLeft()
}

// TestWithdrawnWhileFetched: who takes his consent back has nothing fetched any more.
func TestWithdrawnWhileFetched(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@zalo", "pct-bd@telegram")
	lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@telegram")
	w.zalo.Inject(func(f *zalosim.Faults) { f.MediaShort = 1000 })
	lan.reportsWith("photo")
	if m := w.lastOf("lan"); m.State != bot.MediaWanted || m.Report == "" {
		t.Fatalf("%+v", m)
	}
	pct.news()
	want(t, pct.taps("Xem ảnh"), "đang được tải về")
	lan.says("rút đồng ý")
	lan.taps("Rút")
	w.zalo.Inject(func(f *zalosim.Faults) { f.MediaShort = 0 })
	w.pass(time.Hour)
	if m := w.lastOf("lan"); m.State != bot.MediaGone {
		t.Errorf("%+v", m)
	}
	want(t, pct.taps("Xem ảnh"), "Không còn xem được: 1 ảnh")
	w.nothingLeft()
}
