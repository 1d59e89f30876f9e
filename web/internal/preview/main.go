// Command preview shows the two-phone page over made-up conversations, to work on its
// looks without a server:
//
//	go run ./web/internal/preview -zalo group
package main

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"langnghe/web"
	"langnghe/web/internal/fakecity"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8099", "loopback address")
	zalo := flag.String("zalo", "lan", "who holds the Zalo at first: lan, pct, cum, tp, admin, la, group, long")
	telegram := flag.String("telegram", "pct", "who holds the Telegram at first")
	flag.Parse()
	city := sample()
	city.First("zalo", *zalo)
	city.First("telegram", *telegram)
	fmt.Println("http://" + *listen + "/")
	s := http.Server{Addr: *listen, Handler: web.Phones(city, slog.Default()), ReadHeaderTimeout: 5 * time.Second}
	fmt.Fprintln(os.Stderr, s.ListenAndServe())
	os.Exit(1)
}

func sample() *fakecity.City {
	now := time.Date(2026, 11, 23, 8, 15, 0, 0, time.FixedZone("ICT", 7*3600))
	city := fakecity.New(now,
		web.Chat{ID: "lan", Title: "Bà Lan", Subtitle: "CTV tổ dân phố 7, phường Ba Đình", Section: web.SectionCollaborators, Started: true,
			Keys: [][]string{{"Chia sẻ số của tôi"}}, Window: &web.Window{State: "free", Text: "Miễn phí đến 08:01, 25/11 · tin cuối: miễn phí"}},
		web.Chat{ID: "minh", Title: "Ông Minh", Subtitle: "CTV phường Ngọc Hà", Section: web.SectionCollaborators, Started: true, Blocked: true},
		web.Chat{ID: "long", Title: "Ông Đỗ Nguyễn Hoàng Long Giang", Subtitle: "CTV tổ dân phố số 21, phường Giảng Võ, cụm Ba Đình", Section: web.SectionCollaborators, Started: true},
		web.Chat{ID: "pct", Title: "Bà Hương", Subtitle: "Phó Chủ tịch phường Ba Đình", Section: web.SectionViceChairs, Started: true},
		web.Chat{ID: "cum", Title: "Ông Sơn", Subtitle: "Phó Chủ tịch phụ trách cụm Ba Đình", Section: web.SectionViceChairs, Started: true, Typing: true},
		web.Chat{ID: "tp", Title: "Ban Dư luận", Subtitle: "Văn phòng thành phố", Section: web.SectionCity, Started: true, Window: &web.Window{State: "closed", Text: "Quá 7 ngày chưa nhắn: Zalo không cho trợ lý nhắn trước"}},
		web.Chat{ID: "admin", Title: "Anh Tuấn", Subtitle: "Quản trị", Section: web.SectionCity, Started: true},
		web.Chat{ID: "group", Title: "CTV phường Ba Đình", Subtitle: "18 thành viên", Section: web.SectionGroups, Group: true, ReadOnly: true, Started: true, Room: group()},
		web.Chat{ID: "la", Title: "Người lạ", Subtitle: "Chưa có trong danh sách", Section: web.SectionStrangers},
	)
	for _, p := range []string{"zalo", "telegram"} {
		fill(city, p, now)
	}
	return city
}

func group() *web.Room {
	leave := []web.Deed{{Act: web.ActLeave, Title: "Rời nhóm"}}
	return &web.Room{
		Bot: "trợ lý là thành viên", Deeds: []web.Deed{{Act: web.ActBotMute, Title: "Không cho trợ lý nhắn"}, {Act: web.ActBotKick, Title: "Mời trợ lý ra khỏi nhóm"}},
		Members: []web.Member{{ID: "lan", Name: "Bà Lan", Deeds: leave}, {ID: "long", Name: "Ông Đỗ Nguyễn Hoàng Long Giang", Deeds: leave}},
		Waiting: []web.Member{{ID: "minh", Name: "Ông Minh", Note: "xin vào nhóm", Deeds: []web.Deed{{Act: web.ActAccept, Title: "Cho vào"}, {Act: web.ActReject, Title: "Từ chối"}}}},
	}
}

func fill(city *fakecity.City, p string, now time.Time) {
	ago := func(m int) time.Time { return now.Add(-time.Duration(m) * time.Minute) }
	live := func(rows ...string) (all [][]web.Button) {
		for _, r := range rows {
			all = append(all, []web.Button{{Text: r, Live: true}})
		}
		return all
	}
	say := func(chat string, m int, mine bool, text string, keys ...string) string {
		return city.Put(p, chat, web.Bubble{Mine: mine, At: ago(m), Text: text, Buttons: live(keys...)})
	}
	say("lan", 1500, false, "Chúc bác Lan một ngày tốt lành. Tháng này bác còn một báo cáo định kỳ, hạn thứ Sáu ạ.")
	say("lan", 14, true, "bc")
	say("lan", 14, false, "Trợ lý sẽ hỏi bác vài câu ngắn, bác có thể dừng và viết tiếp sau.")
	say("lan", 13, false, "Câu 1/5. Bác muốn phản ánh về lĩnh vực nào ạ?", "1. Giao thông", "2. Môi trường", "3. Ngập úng, nước sạch, điện", "4. An ninh, trật tự", "5. Chính quyền hai cấp, cải cách hành chính", "6. Xem thêm")
	say("lan", 12, true, "3")
	say("lan", 12, false, "Câu 2/5. Bác kể ngắn gọn: việc gì, ở đâu, bà con nói thế nào?")
	say("lan", 3, true, "Từ rạng sáng, sau trận mưa lớn, ngõ trũng cạnh mương thoát nước ngập khoảng 50 cm, hơn hai mươi hộ bị nước vào nhà, máy bơm chưa hoạt động.\nĐề nghị phường cử lực lượng.")
	say("lan", 1, false, "Cảm ơn bác. Trợ lý ghi như trên, bác gửi đi ạ?", "Gửi ngay", "Sửa lại", "0. Quay lại")

	say("pct", 1600, false, "Đầu tuần: 4 báo cáo mới, 1 việc cần bổ sung.")
	say("pct", 9, false, "⚠️ VIỆC KHẨN · 08:06\nTổ dân phố 7, phường Ba Đình\n\nNgõ trũng cạnh mương thoát nước ngập khoảng 50 cm, hơn hai mươi hộ bị nước vào nhà, máy bơm chưa hoạt động.\n\nNgười báo: bà Lan, cộng tác viên.", "Đã nhận", "Hỏi thêm", "Chuyển lên cụm")
	say("pct", 5, true, "ok")
	say("pct", 5, true, "cho toi xem tuan nay")
	city.Put(p, "pct", web.Bubble{At: ago(4), Edited: true, Text: "Tổng hợp tuần 47: 12 ý kiến, 3 băn khoăn, 1 bức xúc.",
		Buttons: [][]web.Button{{{Text: "Giao thông (5)", Live: true}, {Text: "Môi trường (4)", Live: true}}, {{Text: "Tải bản Word"}}}})
	city.Put(p, "pct", web.Bubble{At: ago(3), CanReact: true, Reaction: "👍", Files: []web.Attachment{{ID: "47", Kind: "photo", Name: "Biểu đồ tuần 47", Stored: true}}})
	city.PutFile(p, "pct", "47", web.File{Name: "tuan-47.png", Type: "image/png", Data: chart()})
	city.Put(p, "pct", web.Bubble{At: ago(2), Files: []web.Attachment{{ID: "docx", Kind: "file", Name: "Báo cáo tuần 47.docx", Size: 48213, Stored: true}}})
	city.PutFile(p, "pct", "docx", web.File{Name: "Báo cáo tuần 47.docx", Type: "application/x", Data: []byte("docx")})
	city.Put(p, "pct", web.Bubble{At: ago(2), Mine: true, Files: []web.Attachment{{Kind: "sticker"}}})
	place := web.Attachment{Kind: "place", Name: "Vị trí", Note: "21.03472, 105.81443"}
	card := web.Attachment{Kind: "contact", Name: "Anh Nam (điện lực)", Note: "+84900000077"}
	for _, f := range []web.Attachment{place, card, {Kind: "voice"}} {
		city.Put(p, "cum", web.Bubble{At: ago(40), Mine: true, Files: []web.Attachment{f}})
	}
	say("cum", 30, false, "Ba phường trong cụm đã nộp đủ.")
	say("tp", 15000, false, "Báo cáo tháng đã sẵn sàng.")

	for i, who := range []string{"Lắng Nghe – Mặt trận", "Bà Lan", "Ông Minh", "Ông Minh", "Bà Hương"} {
		city.Put(p, "group", web.Bubble{At: ago(200 - i), Author: who, Text: []string{"Kính gửi các bác cộng tác viên: còn 6 bác chưa nộp báo cáo tháng 11, hạn 17 giờ thứ Sáu.", "Tôi gửi rồi nhé", "Tôi cũng vừa gửi", "Cảm ơn cả nhà", "Họp giao ban 8 giờ sáng mai, mời các bác."}[i]})
	}
	city.Put(p, "group", web.Bubble{At: ago(90), Service: true, Text: "Bà Hương đã thêm Ông Đỗ Nguyễn Hoàng Long Giang vào nhóm"})
	city.Put(p, "group", web.Bubble{At: ago(60), Author: "Lắng Nghe – Mặt trận", Text: "Các bác cho biết có dự họp không ạ?", Buttons: live("Tôi dự", "Tôi bận")})

	for i := range 400 {
		say("long", 4000-i*9, i%3 == 2, fmt.Sprintf("Tin thứ %d: %s", i, strings.Repeat("bà con nói nhiều về đường ngõ. ", i%7)))
	}
	say("long", 1, true, strings.Repeat("Khôngdấucách", 30))
	say("long", 1, false, "https://vi-du.example/duong-dan-rat-dai/"+strings.Repeat("abc", 40)+"\n<script>alert(1)</script>", strings.Repeat("Một lựa chọn có nhãn rất dài ", 4), "Có")
}

func chart() []byte {
	m := image.NewRGBA(image.Rect(0, 0, 480, 260))
	for x := range 480 {
		for y := range 260 {
			c := color.RGBA{255, 255, 255, 255}
			if bar := x / 60; x%60 > 18 && y > 230-bar*25 && y < 232 {
				c = color.RGBA{200, 16, 46, 255}
			}
			m.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, m)
	return b.Bytes()
}
