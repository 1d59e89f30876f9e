package telegramsim

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf16"
)

// methods are those of the Bot API that a bot like ours may call, in lower
// case as the platform compares them. They run with the lock held.
var methods = map[string]func(*Sim, params) (any, *apiError){
	"getme":                  (*Sim).getMe,
	"setwebhook":             (*Sim).setWebhook,
	"deletewebhook":          (*Sim).deleteWebhook,
	"getwebhookinfo":         (*Sim).getWebhookInfo,
	"getupdates":             (*Sim).getUpdates,
	"sendmessage":            (*Sim).sendMessage,
	"answercallbackquery":    (*Sim).answerCallbackQuery,
	"editmessagereplymarkup": (*Sim).editMessageReplyMarkup,
	"editmessagetext":        (*Sim).editMessageText,
	"deletemessage":          (*Sim).deleteMessage,
	"setmycommands":          (*Sim).setMyCommands,
	"getchat":                (*Sim).getChat,
	"getchatmember":          (*Sim).getChatMember,
	"getfile":                (*Sim).getFile,
	"sendphoto":              (*Sim).sendPhoto,
	"senddocument":           (*Sim).sendDocument,
}

func (s *Sim) getMe(params) (any, *apiError) {
	me := s.botWire()
	me["can_join_groups"] = true
	me["can_read_all_group_messages"] = false
	return me, nil
}

// Command is one line of a command menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

var (
	commandName  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageCode = regexp.MustCompile(`^[a-z]{2}$`)
)

func (s *Sim) setMyCommands(p params) (any, *apiError) {
	var list []Command
	if json.Unmarshal([]byte(p["commands"]), &list) != nil {
		return nil, bad("can't parse commands")
	}
	if len(list) > 100 {
		return nil, bad("BOT_COMMANDS_TOO_MUCH")
	}
	for _, c := range list {
		if !commandName.MatchString(c.Command) {
			return nil, bad("BOT_COMMAND_INVALID")
		}
		if n := units(c.Description); n < 1 || n > 256 {
			return nil, bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	scope := struct {
		Type string `json:"type"`
	}{"default"}
	if p.has("scope") && json.Unmarshal([]byte(p["scope"]), &scope) != nil {
		return nil, bad("can't parse BotCommandScope")
	}
	language := p["language_code"]
	if language != "" && !languageCode.MatchString(language) {
		return nil, bad("invalid language code specified")
	}
	s.commands[scope.Type+"/"+language] = list
	s.revision++
	return true, nil
}

// Commands are the menu that an app set to a language shows in a scope:
// "default", "all_private_chats", ….
func (s *Sim) Commands(scope, language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	list, ok := s.commands[scope+"/"+language]
	if !ok {
		list = s.commands[scope+"/"]
	}
	return append([]Command(nil), list...)
}

func (s *Sim) getChat(p params) (any, *apiError) {
	r, e := s.reach(p)
	if e != nil {
		return nil, e
	}
	return r.wire(), nil
}

func (s *Sim) getChatMember(p params) (any, *apiError) {
	r, e := s.reach(p)
	if e != nil {
		return nil, e
	}
	if p.int("user_id") == s.botID() && r.user == nil {
		m := r.botMember()
		m["user"] = s.botWire()
		return m, nil
	}
	u := s.users[p.int("user_id")]
	if u == nil {
		return nil, bad("PARTICIPANT_ID_INVALID")
	}
	status := "left"
	if r.members[u.id] || r.user == u {
		status = "member"
	}
	return obj{"status": status, "user": u.wire()}, nil
}

// room finds the chat that a call is about.
func (s *Sim) room(p params) (*room, *apiError) {
	text := strings.TrimSpace(p["chat_id"])
	if text == "" {
		return nil, bad("chat_id is empty")
	}
	id := p.int("chat_id")
	if r := s.rooms[id]; r != nil {
		return r, nil
	}
	return nil, bad("chat not found")
}

// reach finds the chat and refuses where the bot may not speak.
func (s *Sim) reach(p params) (*room, *apiError) {
	r, e := s.room(p)
	switch {
	case e != nil:
		return nil, e
	case r.movedTo != 0:
		e := bad("group chat was upgraded to a supergroup chat")
		e.migrateTo = r.movedTo
		return nil, e
	case r.user != nil && r.user.deactivated:
		return nil, forbidden("user is deactivated")
	case r.user != nil && r.user.blocked:
		return nil, forbidden("bot was blocked by the user")
	case r.user != nil && !r.user.started:
		return nil, forbidden("bot can't initiate conversation with a user")
	case r.deleted && r.wasIn:
		return nil, forbidden("the group chat was deleted")
	case r.user == nil && !r.botIn && r.wasIn:
		return nil, forbidden("bot was kicked from the " + r.kind + " chat")
	case r.user == nil && !r.botIn:
		return nil, bad("chat not found")
	}
	return r, nil
}

// units is a text's length as the platform counts it.
func units(s string) int { return len(utf16.Encode([]rune(s))) }
