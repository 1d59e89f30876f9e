package drill

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// The invariants, by the names they have on the scoreboard.
const (
	invHandled   = "tin đã nhận được xử lý đúng một lần"
	invFiled     = "báo cáo xong được lưu đúng một lần, đúng lời"
	invAmended   = "tin sửa lại thì bản nháp, báo cáo sửa theo"
	invConsent   = "ai rút đồng ý thì không nhắn, không nhận, không đếm"
	invOne       = "mỗi người một tài khoản, một lịch sử"
	invPlace     = "báo cáo vào đúng đơn vị, đúng tháng"
	invRights    = "không ai đọc lời ngoài quyền của mình"
	invNames     = "tên người báo không ra khỏi đơn vị"
	invGroupLife = "nhóm có trợ lý thì nhận đủ, không có thì thôi"
	invPhotos    = "ảnh chỉ tới người có quyền, đúng báo cáo"
	invGroups    = "nhóm không thấy tên, không thấy lời"
	invPrivate   = "dữ liệu riêng của người dân không ra ngoài"
	invOnce      = "mỗi lượt nhắc tới mỗi người một lần"
	invOwed      = "ai còn nợ đều được nhắc, ai đã gửi thì không"
	invUrgent    = "việc khẩn được nhận hoặc lên cấp đúng giờ"
	invQuiet     = "giờ nghỉ không nhắn chủ động"
	invLimits    = "không vượt mức gửi của nền tảng"
	invFigures   = "số liệu khớp khi đếm lại"
	invTalk      = "cuộc trò chuyện nào cũng kết thúc được"
	invDue       = "không việc tới hạn nào bị bỏ"
	invFlat      = "bộ nhớ và goroutine không phình"
	invStore     = "kho dữ liệu lành lặn"
	invAlive     = "chương trình chạy tiếp"
	invToken     = "mã truy cập đã dùng thì không mất"
	invTwice     = "không nói một điều hai lần"
	invOrder     = "hỏi trước được trả lời trước"
)

// judges watch what reaches the phones, and hold it against what people meant
// and did.
type judges struct {
	w       *world
	list    []Broken
	counted map[string]int
	looked  time.Time
	names   map[string]*person // of those who report, by name in small letters
	traces  map[string]bool    // personal data of citizens
	floods  map[string]int     // refusals that the drill itself ordered
	refused map[string]int     // refusals for too many requests

	told  map[string]map[string][]time.Time // reminders: by slot's day, then person
	cases map[string]*urgentCase
	seen  map[string]receipt // by report: what its author read of it

	back     map[string]time.Time // by report: when its author read that it is taken back
	reported map[string]time.Time // by person and month: when he read that his report was filed
	order    []string             // of cases, as they came
	waits    []time.Duration      // until a matter was taken in hand

	wire wireEyes

	closed map[string]bool // matters of which somebody read a result

	prompts []promptSent
	acked   []request // some of what was acknowledged
	ackedAt int
}

// request is a webhook as it was delivered.
type request struct {
	path   string
	header http.Header
	body   []byte
}

func newJudges(w *world) *judges {
	j := &judges{
		w: w, counted: map[string]int{}, names: map[string]*person{}, traces: map[string]bool{}, floods: map[string]int{},
		refused: map[string]int{}, told: map[string]map[string][]time.Time{}, cases: map[string]*urgentCase{}, seen: map[string]receipt{}, reported: map[string]time.Time{}, back: map[string]time.Time{}, wire: newWireEyes(),
		closed: map[string]bool{},
	}
	for _, p := range w.city.people {
		if p.reports() {
			j.names[strings.ToLower(p.name)] = p
		}
	}
	w.score = Score{Sent: map[string]int{}, Finished: map[string]int{}, Groups: map[string]int{}, Faults: map[string]int{}, Invariants: j.counted, People: w.cfg.People, Acting: len(w.city.people) - w.cfg.People - len(w.city.newcomers())}
	return j
}

// holds notes that an invariant was looked at, and whether it held.
func (j *judges) holds(name string, ok bool, format string, args ...any) {
	j.counted[name]++
	if !ok {
		j.broken(name, format, args...)
	}
}

func (j *judges) broken(name, format string, args ...any) {
	j.w.enough = j.w.enough || name == j.w.cfg.StopAt
	if len(j.list) < maxBroken {
		j.list = append(j.list, Broken{Name: name, At: j.w.now, What: fmt.Sprintf(format, args...)})
	}
}

// received is what a phone shows since a moment ago.
func (j *judges) received(ph *phone, b bubble) {
	j.w.score.Sent[ph.platform]++
	ph.last = b.text
	j.private(ph.owner.id, b.text)
	j.rights(ph.owner, b.text)
	j.reminder(ph, b)
	j.receipt(ph, b)
	if c := code(backReceipt, b.text); c != "" {
		j.back[c] = b.at
	}
	if c := code(closedCode, b.text); c != "" {
		j.closed[c] = true
	}
	j.consent(ph, b)
	j.stillOwing(ph, b)
	j.groupLife(ph, b)
	j.linked(ph, b)
	j.pictures(ph.owner, b)
	j.urgent(ph, b)
	j.twice(ph, b)
}

// tick looks, once an hour of the city's time, at what does not reach a phone.
func (j *judges) tick() {
	if j.w.now.Sub(j.looked) < time.Hour {
		return
	}
	from := j.looked
	j.looked = j.w.now
	j.groups()
	j.overdue()
	if !from.IsZero() {
		j.owed(from, j.looked)
	}
}

// keepAcked is how many acknowledged webhooks are kept to be delivered again.
const keepAcked = 2000

// acknowledged keeps some of what was answered 200, spread over the whole time.
func (j *judges) acknowledged(r *http.Request, body []byte) {
	j.ackedAt++
	x := request{r.URL.Path, r.Header.Clone(), body}
	if len(j.acked) < keepAcked {
		j.acked = append(j.acked, x)
	} else if k := int(hash(j.w.cfg.Seed, "acked", j.ackedAt) % uint64(j.ackedAt)); k < keepAcked {
		j.acked[k] = x
	}
}

// end judges what can only be judged when everything has come to rest.
func (j *judges) end() error {
	j.groups()
	j.groupsEnd()
	j.limits()
	if err := j.reports(); err != nil {
		return err
	}
	j.again()
	c := j.w.node.Counts()
	j.holds(invDue, c.Waiting+c.Sending+c.Queued == 0, "%+v", c)
	j.holds(invHandled, c.Quarantined == 0, "%d messages lie in quarantine", c.Quarantined)
	j.holds(invDue, c.Dead == c.Expired, "%d messages could not be sent", c.Dead-c.Expired)
	j.holds(invDue, c.Expired == 0 || len(j.w.faults.ills) > 0, "the time of %d messages was over before they were sent", c.Expired)
	j.w.score.Parked, j.w.score.Maybe = c.Parked, c.Maybe
	err := j.w.node.Check()
	j.holds(invStore, err == nil, "%v", err)
	return nil
}

// sumUp puts what was watched into the score.
func (j *judges) sumUp() {
	slices.Sort(j.waits)
	if n := len(j.waits); n > 0 {
		j.w.score.AckMedian, j.w.score.AckMost = j.waits[n/2], j.waits[n-1]
	}
}

// again delivers what was acknowledged once more: all of it must be known.
func (j *judges) again() {
	before := j.w.node.Counts().Waiting
	for _, a := range j.acked {
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://127.0.0.1"+a.path, bytesOf(a.body))
		if err != nil {
			continue
		}
		r.Header = a.header
		j.w.node.ServeHTTP(&status{header: http.Header{}}, r)
		j.counted[invHandled]++
	}
	n := j.w.node.Counts().Waiting - before
	j.holds(invHandled, n == 0, "%d of %d acknowledged webhooks were not known when they came again", n, len(j.acked))
}

// heapSlack is how much a program may hold beside 8 KiB for each of its people.
const heapSlack = 4 << 20

// flat looks at what the program takes of the machine.
func (j *judges) flat(before, after standing) {
	j.w.score.Heap = after.heap
	j.holds(invFlat, after.goroutines <= before.goroutines+2, "%d goroutines, %d before", after.goroutines, before.goroutines)
	j.holds(invFlat, max(before.heap, after.heap) <= heapSlack+int64(j.w.cfg.People)<<13, "%d KiB held, %d before", after.heap>>10, before.heap>>10)
}

// limits looks at what the platforms refused for being too much.
func (j *judges) limits() {
	j.refused["telegram"] = j.w.telegram.Answers(429)
	for _, p := range []string{"telegram", "zalo"} {
		j.holds(invLimits, j.refused[p] <= j.floods[p], "%s refused %d times, %d of these were ordered", p, j.refused[p], j.floods[p])
	}
}
