package main

import (
	"hash/fnv"
	"regexp"
	"strconv"
	"strings"
)

// chance is randomness by key: the n-th throw of somebody is the same whoever
// else is in town and whatever they do.
type chance struct {
	seed   uint64
	entity string
}

// throw gives the n-th number below most.
func (c chance) throw(n, most int) int {
	h := fnv.New64a()
	h.Write([]byte(strconv.FormatUint(c.seed, 10) + "/" + c.entity + "/" + strconv.Itoa(n)))
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	x ^= x >> 33
	return int(x % uint64(most))
}

// matter names things nobody is called by: three of them tell any story from
// any other. None is a word of courtesy ("với"), which folding takes off an end.
var matter = []string{
	"sỏi", "rêu", "gạch", "ngói", "tre", "nứa", "cát", "bùn", "xỉ", "sành",
	"đất", "gỗ", "kẽm", "đồng", "thép", "nhôm", "lá", "rơm", "trấu", "sậy",
}

// mark is the three words of the n-th story of the i-th person.
func mark(i, n int) string {
	k := i*400 + n
	return matter[k/400%20] + " " + matter[k/20%20] + " " + matter[k%20]
}

// story is what the i-th person tells the n-th time.
func story(i, n int) string {
	return "đoạn cống đầy " + mark(i, n) + " tắc đã mấy hôm nay, nước không thoát được"
}

// What a question on the screen wants.
type need int

const (
	wantNothing need = iota
	wantNumber       // one of the first few options
	wantPlace
	wantStory
	wantSkip
	wantNo
	wantSend
	wantOK   // masked text shown back
	wantDone // a text is open
	wantMine // whose number it was: the question in view
	wantFirst
)

// questions is how a person tells from the words what he is asked; the first
// that fits counts.
var questions = []struct {
	words string
	want  need
	most  int // of wantNumber
}{
	{"dành cho việc nào ạ", wantMine, 0},
	{"Có thể câu hỏi chưa rõ", wantFirst, 0},
	{"đã che thông tin riêng", wantOK, 0},
	{"Trợ lý đang ghi:", wantDone, 0},
	{"đang viết dở \"", wantFirst, 0},
	{"Việc gì đang xảy ra", wantNumber, 4},
	{"Việc xảy ra ở đâu", wantPlace, 0},
	{"Tình hình hiện nay thế nào", wantStory, 0},
	{"Hiện còn nguy hiểm không", wantNumber, 3},
	{"Khoảng bao nhiêu người", wantSkip, 0},
	{"Việc bắt đầu lúc nào", wantSkip, 0},
	{"đề xuất việc gì cần làm ngay", wantSkip, 0},
	{"thuộc lĩnh vực nào", wantNumber, 4},
	{"Cụ thể là việc gì", wantNumber, 3},
	{"kể ngắn gọn: bà con nói gì", wantStory, 0},
	{"Có nhiều người nói việc này", wantNumber, 4},
	{"Thái độ chung của bà con", wantNumber, 4},
	{"kiến nghị, đề xuất gì không", wantSkip, 0},
	{"Còn ý kiến nào khác không", wantNo, 0},
	{"xem đã đúng chưa", wantSend, 0},
	{"giao việc cho những đơn vị nào", wantFirst, 0},
	{"cần các đơn vị báo việc gì", wantStory, 0},
	{"Hạn trả lời là lúc nào", wantNumber, 3},
	{"trả lời ạ. Xin không ghi tên", wantStory, 0},
	{"muốn bổ sung gì cho", wantStory, 0},
	{"viết kết quả giải quyết", wantStory, 0},
	{"cho biết thêm điều gì", wantStory, 0},
	{"viết lý do không xử lý", wantStory, 0},
	{"viết tổng hợp của đơn vị", wantStory, 0},
}

// asked tells what a bubble wants.
func asked(text string) (w need, most int) {
	for _, q := range questions {
		if strings.Contains(text, q.words) {
			return q.want, q.most
		}
	}
	return wantNothing, 0
}

// Receipts a person sees, with the code of the report.
var (
	urgentReceipt   = regexp.MustCompile(`Đã chuyển ngay tới người phụ trách lúc [^.]*\. Mã: (\d{4}-\d{4})`)
	addedReceipt    = regexp.MustCompile(`Đã ghi thêm vào mã (\d{4}-\d{4})`)
	periodicReceipt = regexp.MustCompile(`Đã gửi lúc .*Mã báo cáo: (\d{4}-\d{4})`)
	nilReceipt      = regexp.MustCompile(`Đã ghi nhận tháng .*Mã: (\d{4}-\d{4})`)
	replyReceipt    = regexp.MustCompile(`Đã nhận trả lời lúc [^.]*\. Mã: (\d{4}-\d{4})`)
)

const nilTwice = "đã gửi báo cáo rồi ạ"

func code(re *regexp.Regexp, text string) string {
	if m := re.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// write types a text and returns the platform's name of the message.
func (p *phone) write(text string) (id string, ok bool) {
	z, tg := ids(p.person)
	if p.platform == "zalo" {
		return p.zalo.SendText(z, text), true
	}
	n, err := p.telegram.SendText(tg, text)
	return strconv.FormatInt(tg, 10) + ":" + strconv.Itoa(n), err == nil
}

// press presses the j-th button of a bubble; false when it is no longer there.
func (p *phone) press(b bubble, j int) bool {
	z, tg := ids(p.person)
	if p.platform == "zalo" {
		_, err := p.zalo.Press(z, b.id, j)
		return err == nil
	}
	n, err := strconv.Atoi(b.id)
	return err == nil && p.telegram.Press(tg, n, j) == nil
}

// button finds a button by a part of its label.
func (b bubble) button(label string) int {
	for j, s := range b.buttons {
		if strings.Contains(s, label) {
			return j
		}
	}
	return -1
}

// option finds the number of an option by a part of its label, among the
// lines of the text: "2. Câu đang hỏi: …".
func (b bubble) option(label string) string {
	for line := range strings.SplitSeq(b.text, "\n") {
		n, rest, ok := strings.Cut(strings.TrimSpace(line), ".")
		if !ok {
			n, rest, ok = strings.Cut(strings.TrimSpace(line), " ")
		}
		if _, err := strconv.Atoi(n); ok && err == nil && strings.Contains(rest, label) {
			return n
		}
	}
	return ""
}
