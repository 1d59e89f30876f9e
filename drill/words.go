package drill

import (
	"regexp"
	"strconv"
	"strings"
)

// want is what a question on the screen wants.
type want int

const (
	wantNothing want = iota
	wantNumber       // one of the first few options
	wantPlace
	wantStory
	wantSkip
	wantPhoto
	wantNo
	wantSend
	wantOK    // masked text shown back
	wantDone  // a text is open
	wantMine  // whose number it was: the question in view
	wantFirst // the first option
	wantOwn   // the report to be taken back, among his own
	wantBack  // take it back
	wantName  // his own name
)

// questions is how people tell from the words what they are asked; the first
// that fits counts.
var questions = []struct {
	words string
	want  want
	most  int // of wantNumber
}{
	{"dành cho việc nào ạ", wantMine, 0},
	{"đã gửi gần đây", wantOwn, 0},
	{"chắc chắn rút báo cáo", wantBack, 0},
	{"\nTình trạng: ", wantBack, 0},
	{"chắc chắn rút đồng ý", wantFirst, 0},
	{"có đồng ý không", wantFirst, 0},
	{"nên xưng hô thế nào", wantFirst, 0},
	{"họ và tên của mình", wantName, 0},
	{"đúng là người đó", wantFirst, 0},
	{"Có thể câu hỏi chưa rõ", wantFirst, 0},
	{"đã che thông tin riêng", wantOK, 0},
	{"Trợ lý đang ghi:", wantDone, 0},
	{"đang viết dở \"", wantFirst, 0},
	{"Việc gì đang xảy ra", wantNumber, 4},
	{"Việc xảy ra ở đâu", wantPlace, 0},
	{"Tình hình hiện nay thế nào", wantStory, 0},
	{"Hiện còn nguy hiểm không", wantNumber, 3},
	{"Có ảnh thì", wantPhoto, 0},
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
func asked(text string) (w want, most int) {
	for _, q := range questions {
		if strings.Contains(text, q.words) {
			return q.want, q.most
		}
	}
	return wantNothing, 0
}

// Receipts a person sees, with the code of the report.
var (
	urgentReceipt   = regexp.MustCompile(`Đã (?:chuyển ngay tới người phụ trách|ghi nhận) lúc [^.]*\. Mã: (\d{4}-\d{4,})`)
	passedOn        = regexp.MustCompile(`Đã chuyển ngay tới người phụ trách lúc [^.]*\. Mã: (\d{4}-\d{4,})`)
	addedReceipt    = regexp.MustCompile(`Đã ghi thêm vào mã (\d{4}-\d{4,})`)
	nothingAdded    = regexp.MustCompile(`Việc \S+ báo đã được chuyển, mã (\d{4}-\d{4,})\. Có diễn biến mới`)
	periodicReceipt = regexp.MustCompile(`Đã gửi lúc .*Mã báo cáo: (\d{4}-\d{4,})`)
	nilReceipt      = regexp.MustCompile(`Đã ghi nhận tháng .*Mã: (\d{4}-\d{4,})`)
	replyReceipt    = regexp.MustCompile(`Đã nhận trả lời lúc [^.]*\. Mã: (\d{4}-\d{4,})`)
	backReceipt     = regexp.MustCompile(`Đã rút báo cáo mã (\d{4}-\d{4,})`)
	closedCode      = regexp.MustCompile(`[Mm]ã (\d{4}-\d{4,})(?: đã có kết quả|: Đã có kết quả)`)
	captionCode     = regexp.MustCompile(`mã (\d{4}-\d{4,})`)
	alertCard       = regexp.MustCompile(`VIỆC (KHẨN|HỎA TỐC) mã (\d{4}-\d{4,})`)
)

// Words that say what a message is.
const (
	nilTwice      = "đã gửi báo cáo rồi ạ"
	promptWords   = "đề nghị báo cáo đột xuất"
	reminderWords = "Kính nhắc"
	overdueWords  = "đã quá hạn"
	briefingWords = "giao ban dư luận xã hội tháng"
	backLabel     = "Rút báo cáo"
	photoLabel    = "Xem ảnh"
	toldBack      = "Người gửi đã được báo lại"
	helpWords     = "Lời nhắn hay dùng"
	rulesWords    = "Quy chế hoạt động"
	climbedWords  = "chưa có người nhận, trợ lý đã chuyển tiếp"
	nudgeWords    = "còn phần đang viết dở"
	groupReminder = "cộng tác viên chưa gửi báo cáo tháng"
)

func code(re *regexp.Regexp, text string) string {
	if m := re.FindStringSubmatch(text); m != nil {
		return m[len(m)-1]
	}
	return ""
}

// option finds the number of an option by a part of its label, among the lines
// of the text: "2. Câu đang hỏi: …".
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

// button finds a button by a part of its label; -1 when there is none.
func (b bubble) button(label string) int {
	for j, s := range b.buttons {
		if strings.Contains(s, label) {
			return j
		}
	}
	return -1
}
