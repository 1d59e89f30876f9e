package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/viper"

	"langnghe"
	"langnghe/bot"
	"langnghe/bot/schedule"
	"langnghe/internal/yamlpos"
	"langnghe/store"
	"langnghe/telegram"
	"langnghe/zalo"
)

// config is the settings of one run, checked.
type config struct {
	File    string // the file read, "" for none
	root    *yamlpos.Node
	fromEnv map[string]bool // variables that set something
	Stepped bool            // driven step by step: nothing may block
	Dir     string          // what relative paths are relative to: the file's folder

	Listen, PublicURL, WebhookPrefix, AdminListen string
	StopTimeout                                   time.Duration
	Face                                          face
	LogLevel, LogFormat                           string

	DataFile, KeyFile    string
	MaxSize              int
	MediaMaxSize         int64
	InboxDays, AuditDays int
	PhotoDays, VoiceDays int
	KeepMedia            bool
	OrgFile, FlowsDir    string
	Zone                 *time.Location
	Telegram             telegram.Config
	Zalo                 zalo.Config
	OAName               string
	Settings             bot.Settings
	Rules                []schedule.Rule
}

const envPrefix = "LANGNGHE_"

// envName is the variable that sets a dotted key.
func envName(key string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// loadConfig reads the default settings, the file (if path is not ""), and the
// environment, in rising order of weight. Everything wrong comes back at once,
// with where it stands; the settings that could be read come back as well, so
// that what they point to can be checked in the same go.
func loadConfig(path string, environ []string) (*config, []yamlpos.Problem) {
	defaults, bad := yamlpos.Parse("config.yaml", langnghe.Config)
	if bad != nil {
		return nil, bad
	}
	v := viper.New()
	v.SetConfigType("yaml")
	if err := v.ReadConfig(strings.NewReader(string(langnghe.Config))); err != nil {
		return nil, []yamlpos.Problem{{File: "config.yaml", Message: err.Error()}}
	}
	var problems []yamlpos.Problem
	c := &config{File: path, Dir: "."}
	rules, texts := defaults.Get("schedule"), at(defaults, "zalo.templates")
	if path != "" {
		c.Dir = filepath.Dir(path)
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, []yamlpos.Problem{{File: path, Message: "không đọc được tệp: " + reason(err)}}
		}
		root, bad := yamlpos.Parse(path, data)
		if bad != nil {
			return nil, bad
		}
		c.root = root
		sameShape(root, defaults)
		if root.Has("schedule") {
			rules = root.Get("schedule")
		}
		if z := root.Get("zalo"); z.Kind() == yamlpos.Map && z.Has("templates") {
			texts = z.Get("templates")
		}
		if err := v.MergeConfig(strings.NewReader(string(data))); err != nil && len(root.Problems()) == 0 {
			problems = append(problems, yamlpos.Problem{File: path, Message: err.Error()})
		}
	}
	problems = append(problems, c.overlay(v, defaults, environ)...)
	c.Rules = readRules(rules)
	ways := readTemplates(texts, v.GetBool("zalo.ask_phone"))
	problems = slices.Concat(c.root.Problems(), defaults.Problems(), problems)
	problems = append(problems, c.fill(v, ways)...)
	return c, problems
}

// reason is an error of the file system without the path, which the problem names already.
func reason(err error) string {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// path makes a file name of the settings usable from anywhere.
func (c *config) path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(c.Dir, p)
}

// fill takes the values from viper into the typed settings and checks what
// belongs together.
func (c *config) fill(v *viper.Viper, ways []bot.Way) []yamlpos.Problem {
	var problems []yamlpos.Problem
	wrong := func(key, format string, args ...any) { problems = append(problems, c.problem(key, format, args...)) }
	zone, err := time.LoadLocation(v.GetString("time_zone"))
	if err != nil {
		wrong("time_zone", "không có múi giờ %q; hãy viết Asia/Ho_Chi_Minh", v.GetString("time_zone"))
		zone = time.UTC
	}
	c.Zone = zone
	c.Listen, c.AdminListen = v.GetString("server.listen"), v.GetString("server.admin_listen")
	c.PublicURL = strings.TrimRight(v.GetString("server.public_url"), "/")
	c.WebhookPrefix = "/" + strings.Trim(v.GetString("server.webhook_prefix"), "/")
	c.StopTimeout = v.GetDuration("server.stop_timeout")
	c.LogLevel, c.LogFormat = v.GetString("log.level"), v.GetString("log.format")
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, c.LogLevel) {
		wrong("log.level", "%q không đúng; hãy dùng debug, info, warn hoặc error", c.LogLevel)
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		wrong("log.format", "%q không đúng; hãy dùng text hoặc json", c.LogFormat)
	}
	data, err := store.ParseURL(v.GetString("store.url"))
	if err != nil {
		wrong("store.url", "hãy viết bolt:ĐƯỜNG_DẪN, ví dụ bolt:data/langnghe.db")
	}
	c.DataFile, c.KeyFile = c.path(data), c.path(v.GetString("store.key_file"))
	c.Face = c.readFace(v, wrong)
	c.MaxSize = v.GetInt("store.max_size_mb") << 20
	c.InboxDays, c.AuditDays = v.GetInt("store.inbox_days"), v.GetInt("store.audit_days")
	c.MediaMaxSize = v.GetInt64("store.media_max_size_mb") << 20
	c.PhotoDays, c.VoiceDays = v.GetInt("store.photo_days"), v.GetInt("store.voice_days")
	c.KeepMedia = v.GetBool("store.media")
	if c.MediaMaxSize < 0 {
		wrong("store.media_max_size_mb", "không được âm; 0 là không giới hạn")
	}
	if c.PhotoDays < 1 {
		wrong("store.photo_days", "ít nhất là 1 ngày")
	}
	if c.VoiceDays < 1 {
		wrong("store.voice_days", "ít nhất là 1 ngày")
	}
	c.OrgFile, c.FlowsDir = c.path(v.GetString("org.file")), c.path(v.GetString("flows.dir"))
	c.OAName = v.GetString("zalo.oa_name")
	c.Telegram = telegram.Config{
		Token: telegram.Secret(v.GetString("telegram.token")), WebhookSecret: telegram.Secret(v.GetString("telegram.webhook_secret")),
		APIURL: v.GetString("telegram.api_url"), Mode: v.GetString("telegram.mode"), PerSec: v.GetFloat64("telegram.per_second"),
		PublicURL: c.PublicURL + c.WebhookPrefix + "/telegram",
	}
	z := zalo.DefaultConfig()
	z.AppID, z.OAID = v.GetString("zalo.app_id"), v.GetString("zalo.oa_id")
	z.AppSecret, z.OASecretKey = zalo.Secret(v.GetString("zalo.app_secret")), zalo.Secret(v.GetString("zalo.oa_secret_key"))
	z.RefreshToken = zalo.Secret(v.GetString("zalo.refresh_token"))
	z.APIURL, z.OAuthURL = v.GetString("zalo.api_url"), v.GetString("zalo.oauth_url")
	z.PerMinute, z.Window = v.GetInt("zalo.per_minute"), v.GetDuration("zalo.window")
	z.Buttons, z.Proof, z.TestPass = v.GetBool("zalo.buttons"), v.GetBool("zalo.proof"), v.GetBool("zalo.test_pass")
	z.Recover, z.CodeVerifier = v.GetDuration("zalo.recover"), zalo.Secret(v.GetString("zalo.code_verifier"))
	z.ZNSURL, z.ZNSTest, z.ContactImage = v.GetString("zalo.zns_url"), v.GetBool("zalo.zns_test"), v.GetString("zalo.contact_image")
	z.MediaHosts = v.GetStringSlice("zalo.media_hosts")
	z.RedirectURL, z.VerificationCode = v.GetString("zalo.redirect_url"), v.GetString("zalo.verification_code")
	z.GroupProducts = v.GetStringSlice("zalo.group_products")
	if z.RedirectURL == "" && c.PublicURL != "" {
		z.RedirectURL = c.PublicURL + "/zalo/callback"
	}
	c.Zalo = z
	c.checkPlatforms(wrong)
	c.Settings = c.settings(v, wrong)
	c.Settings.Knock = c.knocks(v, ways, wrong)
	return problems
}

// problem is a mistake in a setting, where it stands in the file or which
// variable set it.
func (c *config) problem(key, format string, args ...any) yamlpos.Problem {
	if name := envName(key); c.fromEnv[name] {
		return yamlpos.Problem{File: name, Message: fmt.Sprintf(format, args...)}
	}
	if c.root != nil {
		n := at(c.root, key)
		for n == nil && strings.Contains(key, ".") {
			key = key[:strings.LastIndexByte(key, '.')]
			n = at(c.root, key)
		}
		if n != nil {
			return n.At(format, args...)
		}
	}
	return yamlpos.Problem{File: cmp.Or(c.File, "config.yaml"), Message: key + ": " + fmt.Sprintf(format, args...)}
}

// checkPlatforms asks for what a platform needs once any of its credentials is
// there.
func (c *config) checkPlatforms(wrong func(string, string, ...any)) {
	if c.Telegram.Token != "" && c.Telegram.Mode == telegram.ModeWebhook {
		if c.Telegram.WebhookSecret == "" {
			wrong("telegram.webhook_secret", "thiếu telegram.webhook_secret: tự đặt một chuỗi 1-256 chữ A-Z a-z 0-9 _ -, hoặc dùng mode: poll")
		}
		if c.PublicURL == "" {
			wrong("server.public_url", "thiếu server.public_url: Telegram cần địa chỉ https của máy chủ này, hoặc dùng mode: poll")
		}
	}
	if c.Telegram.Mode != telegram.ModeWebhook && c.Telegram.Mode != telegram.ModePoll {
		wrong("telegram.mode", "%q không đúng; hãy dùng webhook hoặc poll", c.Telegram.Mode)
	}
	z := c.Zalo
	if !z.Enabled() {
		return
	}
	missing := false
	for _, f := range []struct{ key, value, where string }{
		{"app_id", z.AppID, "trang ứng dụng của Zalo for Developers"},
		{"app_secret", string(z.AppSecret), "trang ứng dụng của Zalo for Developers"},
		{"oa_id", z.OAID, "trang quản trị OA"},
		{"oa_secret_key", string(z.OASecretKey), "trang webhook của ứng dụng"},
	} {
		if f.value == "" {
			missing = true
			wrong("zalo."+f.key, "thiếu zalo.%s: xem ở %s", f.key, f.where)
		}
	}
	if missing {
		return
	}
	if err := z.Check(); err != nil {
		wrong("zalo", "%v", err)
	}
}

// settings are the product's own.
func (c *config) settings(v *viper.Viper, wrong func(string, string, ...any)) bot.Settings {
	s := bot.Defaults(c.Zone)
	s.HelpContact = v.GetString("help_contact")
	s.ConsentVersion = v.GetString("consent_version")
	s.OANameForCode = c.OAName
	s.GroupAdmins = v.GetStringSlice("zalo.group_admin")
	s.InviteLife, s.InviteUses = v.GetDuration("invite.life"), v.GetInt("invite.unit_uses")
	s.CodeTries = v.GetInt("invite.tries_per_hour")
	s.LinkLife = v.GetDuration("invite.link_life")
	s.DraftNudge, s.StaffPause = v.GetDuration("conversation.nudge"), v.GetDuration("conversation.staff_pause")
	s.ParkLife = v.GetDuration("conversation.parked")
	s.Flood = bot.FloodLimit{Messages: v.GetInt("conversation.flood_messages"), Window: v.GetDuration("conversation.flood_window")}
	s.SmallGroup = v.GetInt("digest.small_group")
	s.Urgent = bot.UrgentSettings{
		Immediate: v.GetStringSlice("urgent.immediate"),
		AckDay: map[string]time.Duration{
			bot.LevelUrgent: v.GetDuration("urgent.ack_khan"), bot.LevelImmediate: v.GetDuration("urgent.ack_hoa_toc"),
		},
		AckNight: map[string]time.Duration{
			bot.LevelUrgent: v.GetDuration("urgent.ack_khan_off_hours"), bot.LevelImmediate: v.GetDuration("urgent.ack_hoa_toc_off_hours"),
		},
		Repeat: v.GetInt("urgent.repeat"),
		AtOnce: map[string][]string{
			bot.LevelUrgent: v.GetStringSlice("urgent.at_once_khan"), bot.LevelImmediate: v.GetStringSlice("urgent.at_once_hoa_toc"),
		},
	}
	if s.LinkLife <= 0 || s.LinkLife > 24*time.Hour {
		wrong("invite.link_life", "phải lớn hơn 0, không quá 24h")
	}
	if s.Flood.Window <= 0 {
		wrong("conversation.flood_window", "phải lớn hơn 0")
	}
	if s.DraftNudge < 24*time.Hour {
		wrong("conversation.nudge", "không dưới 24h")
	}
	var err error
	if s.Quiet, err = schedule.ParseQuietHours(v.GetStringSlice("quiet_hours")...); err != nil {
		wrong("quiet_hours", "%v", err)
	}
	if s.Office, err = schedule.ParseQuietHours(v.GetStringSlice("office_hours")...); err != nil {
		wrong("office_hours", "%v", err)
	}
	for _, r := range c.Rules {
		if r.Kind == bot.RuleDeadline && s.ReminderRule == "" {
			s.ReminderRule = r.ID
		}
	}
	return s
}
