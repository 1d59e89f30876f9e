package telegramsim

import "errors"

// topic is a part of a forum. General, which each forum has, is none of these.
type topic struct {
	title           string
	closed, deleted bool
}

const generalTopic = 1

// CreateForum makes a supergroup with topics of known people, without the bot.
func (s *Sim) CreateForum(title string, members ...int64) int64 {
	id := s.CreateGroup(title, members...)
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[id]
	delete(s.rooms, id)
	r.id, r.kind, r.topics = -1001000000000+id, "supergroup", map[int]*topic{}
	s.rooms[r.id] = r
	s.put(r, Bubble{Kind: "service", Text: "nhóm có các chủ đề"}) // number 1, which is General's
	return r.id
}

// CreateTopic lets a member open a topic of a forum; it returns its number.
func (s *Sim) CreateTopic(group, by int64, title string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u, err := s.inside(group, by)
	if err != nil || r.topics == nil {
		return 0, errNoGroup
	}
	b := s.service(r, u, "đã mở chủ đề "+title)
	b.Topic = b.ID
	r.topics[b.ID] = &topic{title: title}
	if r.botIn {
		m := s.message(r, b)
		m["forum_topic_created"] = obj{"name": title, "icon_color": 0}
		s.enqueue("message", m, laneMessage(r.id), messageLife)
	}
	return b.ID, nil
}

// CloseTopic closes a topic: who is no administrator can no longer write in it.
func (s *Sim) CloseTopic(group int64, topic int) error {
	return s.changeTopic(group, topic, true, false)
}

// DeleteTopic deletes a topic.
func (s *Sim) DeleteTopic(group int64, topic int) error {
	return s.changeTopic(group, topic, false, true)
}

func (s *Sim) changeTopic(group int64, number int, closed, deleted bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[group]
	if r == nil || r.topics[number] == nil {
		return errors.New("telegramsim: no such topic")
	}
	r.topics[number].closed, r.topics[number].deleted = closed, deleted
	s.revision++
	return nil
}

// TopicText lets a member write in a topic; 0 is General.
func (s *Sim) TopicText(group, user int64, topic int, text string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u, err := s.inside(group, user)
	if err != nil || topic != 0 && (r.topics[topic] == nil || r.topics[topic].deleted) {
		return 0, errNoGroup
	}
	return s.groupWriteIn(r, u, topic, text, nil), nil
}

// topicOf is the topic a call names. General must not be named.
func (r *room) topicOf(p params) (int, *apiError) {
	n := int(p.int("message_thread_id"))
	if n == 0 {
		return 0, nil
	}
	switch t := r.topics[n]; {
	case n == generalTopic || t == nil:
		return 0, bad("message thread not found")
	case t.deleted:
		return 0, bad("TOPIC_DELETED")
	case t.closed && !r.admin:
		return 0, bad("TOPIC_CLOSED")
	}
	return n, nil
}
