package bot

import (
	"time"

	"langnghe/bot/org"
	"langnghe/bot/schedule"
)

// Settings is what an operator may set about the product's behaviour. The
// zero value is not usable; [Defaults] is.
type Settings struct {
	Zone           *time.Location
	ConsentVersion string
	HelpContact    string // who to call, shown in every help text
	OANameForCode  string // how people find the bot on Zalo, shown with an invite code

	Urgent UrgentSettings
	Quiet  schedule.QuietHours // nobody is written to unasked; nil means never quiet
	Office schedule.QuietHours // working hours on a working day

	InviteLife   time.Duration // how long a code lives unless said
	LinkLife     time.Duration // how long a person's code to link his other platform lives
	InviteUses   int           // how often a unit's code may be used
	CodeTries    int           // wrong codes a stranger may try in an hour
	StaffPause   time.Duration // how long the bot stays silent after an officer wrote by hand
	ParkLife     time.Duration // how long a parked message waits for the person to write
	DeadLife     time.Duration // how long a dead letter is kept for the operator
	Flood        FloodLimit    // how many messages of one chat are answered
	DraftNudge   time.Duration // silence after which a draft is mentioned once
	SmallGroup   int           // figures of fewer reporters are merged when they leave the unit
	GroupAdmins  []string      // who is in a group of ours from the start: people, or the platform's own ids
	ReminderRule string        // the schedule rule that gives the periodic deadline
	Knock        KnockSettings
}

// UrgentSettings says how fast urgent reports must be acknowledged.
type UrgentSettings struct {
	Immediate []string                 // triggers of level "hoa_toc"; every other is "khan"
	AckDay    map[string]time.Duration // by level, in working hours
	AckNight  map[string]time.Duration // by level, otherwise
	Repeat    int                      // how often the last rung is asked again
	AtOnce    map[string][]string      // by level, types of units above that are told at once
}

// Levels of urgency.
const (
	LevelUrgent    = "khan"
	LevelImmediate = "hoa_toc"
)

// Defaults are the product's own proposals for everything configurable.
func Defaults(zone *time.Location) Settings {
	return Settings{
		Zone:           zone,
		ConsentVersion: "1",
		InviteLife:     7 * 24 * time.Hour,
		LinkLife:       30 * time.Minute,
		InviteUses:     50,
		CodeTries:      5,
		StaffPause:     30 * time.Minute,
		ParkLife:       35 * 24 * time.Hour,
		DeadLife:       30 * 24 * time.Hour,
		Flood:          FloodLimit{Messages: 30, Window: time.Minute},
		DraftNudge:     24 * time.Hour,
		SmallGroup:     5,
		Quiet:          schedule.DefaultQuietHours(),
		Office:         schedule.QuietHours{{From: 8 * 60, To: 12 * 60}, {From: 13 * 60, To: 17 * 60}},
		Urgent: UrgentSettings{
			Immediate: []string{"an_ninh", "chay_no_tai_nan", "thien_tai"},
			AckDay:    map[string]time.Duration{LevelUrgent: time.Hour, LevelImmediate: 15 * time.Minute},
			AckNight:  map[string]time.Duration{LevelUrgent: 2 * time.Hour, LevelImmediate: 15 * time.Minute},
			Repeat:    24,
			AtOnce:    map[string][]string{LevelImmediate: {"thanh_pho"}},
		},
	}
}

// flowOf names the flows the application starts by itself or reacts to, so that
// one place ties Go to the YAML.
const (
	flowJoin       = "tham-gia"
	flowLink       = "noi-tai-khoan"
	flowPeriodic   = "dinh-ky"
	flowNil        = "khong-co-gi"
	flowUrgent     = "khan"
	flowSupplement = "bo-sung"
	flowReply      = "tra-loi-yeu-cau"
	flowAskMore    = "hoi-them"
	flowTranscribe = "ghi-loi"
	flowAnswer     = "tra-loi"
	flowDecline    = "khong-xu-ly"
	flowPassUp     = "chuyen-len"
	flowInvite     = "moi"
	flowHandOver   = "ban-giao"
	flowPrompt     = "giao-viec"
	flowWithdraw   = "rut-dong-y"
	flowErase      = "xoa-du-lieu"
	flowCorrect    = "sua-thong-tin"
	flowGroup      = "tao-nhom"
	flowPhone      = "so-dien-thoai"
)

// Kinds a flow may file that are not reports but acts.
const (
	fileJoin       = "join"
	fileLink       = "link"
	fileSupplement = "supplement"
	fileAskMore    = "ask_more"
	fileTranscript = "transcript"
	fileAnswer     = "answer"
	fileDecline    = "decline"
	filePassUp     = "pass_up"
	fileInvite     = "invite"
	fileHandOver   = "handover"
	filePrompt     = "prompt"
	fileWithdraw   = "withdraw"
	fileErase      = "erase"
	fileCorrect    = "profile"
	fileGroup      = "group"
	filePhone      = "phone"
)

// reporting are the roles that owe periodic reports.
func owesReports(posts []org.Post) []org.Post {
	var owing []org.Post
	for _, p := range posts {
		if p.Held() && p.Role.Reports() {
			owing = append(owing, p)
		}
	}
	return owing
}
