package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
)

// Comment is what a person or a rule says about a case.
type Comment struct {
	ID       uint64        `json:"id" doc:"0 for what a rule wrote, which nobody edits."`
	Entry    uint64        `json:"entry" doc:"Its place in the history."`
	Author   Actor         `json:"author"`
	Rule     *ActivityRule `json:"rule,omitempty" doc:"The rule that wrote it; missing for a person's."`
	Text     string        `json:"text" doc:"Markdown; empty once its author deleted it."`
	At       time.Time     `json:"at"`
	EditedAt *time.Time    `json:"edited_at" doc:"When it last changed; null for never."`
	Deleted  bool          `json:"deleted" doc:"Its author took it back."`
	Version  int           `json:"version" doc:"Counts from 1; earlier ones are in the history."`
	Mine     bool          `json:"mine" doc:"The reader wrote it, and may edit and delete it."`
}

// CommentList is a page of comments.
type CommentList struct {
	Items      []Comment `json:"items"`
	NextCursor string    `json:"next_cursor,omitempty" doc:"Continues the list; missing on its last page."`
}

// NewComment is what somebody wants to say.
type NewComment struct {
	Text string `json:"text" maxLength:"65536" doc:"Markdown."`
}

// CommentChange is what its author wants it to say.
type CommentChange struct {
	Text    string `json:"text" maxLength:"65536" doc:"Markdown. A comment that was deleted is there again."`
	Version int    `json:"version,omitempty" minimum:"0" doc:"The version that you looked at: another one now is 409. Without one, nothing is compared."`
}

var exampleComment = Comment{ID: 99, Entry: 120, Author: Actor{Kind: "user", ID: "u1", Name: "ada"}, Text: "The upload came from **192.0.2.7**.", At: exampleTime, Version: 1, Mine: true}

func (s *Server) registerComments() {
	write := needs(access.WriteCases)
	register(s, operation{
		method: "GET", path: tenantPath + "/cases/{number}/comments", id: "list-comments", summary: "List the comments of a case",
		needs: needs(access.ReadCases), gives: CommentList{Items: []Comment{exampleComment}},
	}, s.listComments)
	register(s, operation{
		method: "POST", path: tenantPath + "/cases/{number}/comments", id: "comment-case", summary: "Comment on a case", status: 201,
		about: "Cases that are closed take comments, too.",
		needs: write, takes: NewComment{exampleComment.Text}, gives: exampleComment,
	}, s.commentCase)
	register(s, operation{
		method: "PATCH", path: tenantPath + "/cases/{number}/comments/{comment}", id: "edit-comment", summary: "Edit a comment",
		about: "Only its author does.",
		needs: write, takes: CommentChange{Text: exampleComment.Text, Version: 1}, gives: exampleComment,
	}, s.editComment)
	register(s, operation{
		method: "DELETE", path: tenantPath + "/cases/{number}/comments/{comment}", id: "delete-comment", summary: "Delete a comment",
		about: "Only its author does. That there was one stays in the list, its text in the history.",
		needs: write, gives: exampleComment,
	}, s.deleteComment)
}

type listCommentsInput struct {
	InCase
	PageQuery
	Sort string `query:"sort" enum:"entry,-entry" default:"-entry" doc:"The oldest or, with a minus sign, the newest first."`
}

func (s *Server) listComments(ctx context.Context, v visit, in *listCommentsInput) (CommentList, error) {
	number, err := in.number()
	if err != nil {
		return CommentList{}, err
	}
	request, err := paged(v, in.PageQuery, "", in.Sort)
	if err != nil {
		return CommentList{}, err
	}
	page, err := s.cases.Comments(ctx, v.tenant.ID, v.viewer(), number, request)
	return CommentList{
		Items: each(page.Items, func(c casefile.Comment) Comment { return commentOf(v, c) }), NextCursor: next(v, "", page.Next),
	}, err
}

func commentOf(v visit, c casefile.Comment) Comment {
	me := actorOf(v.principal)
	told := Comment{
		ID: c.Order, Entry: c.Entry, Author: actorTold(c.Author), Rule: (*ActivityRule)(c.Rule),
		Text: c.Text, At: c.At.UTC(), Deleted: c.Deleted, Version: c.Version, Mine: me.Kind == c.Author.Kind && me.ID == c.Author.ID,
	}
	if !c.EditedAt.IsZero() {
		at := c.EditedAt.UTC()
		told.EditedAt = &at
	}
	return told
}

type commentCaseInput struct {
	InCase
	Body NewComment
}

func (s *Server) commentCase(ctx context.Context, v visit, in *commentCaseInput) (Comment, error) {
	return s.discuss(ctx, v, in.InCase, command.Command{Kind: command.CommentCase, Text: in.Body.Text})
}

type editCommentInput struct {
	InCase
	Comment uint64 `path:"comment" minimum:"1" example:"99" doc:"The comment's id."`
	Body    CommentChange
}

func (s *Server) editComment(ctx context.Context, v visit, in *editCommentInput) (Comment, error) {
	return s.discuss(ctx, v, in.InCase, command.Command{Kind: command.EditComment, Comment: in.Comment, Seen: in.Body.Version, Text: in.Body.Text})
}

type deleteCommentInput struct {
	InCase
	Comment uint64 `path:"comment" minimum:"1" example:"99" doc:"The comment's id."`
}

func (s *Server) deleteComment(ctx context.Context, v visit, in *deleteCommentInput) (Comment, error) {
	return s.discuss(ctx, v, in.InCase, command.Command{Kind: command.DeleteComment, Comment: in.Comment})
}

func (s *Server) discuss(ctx context.Context, v visit, in InCase, c command.Command) (Comment, error) {
	number, err := in.number()
	if err != nil {
		return Comment{}, err
	}
	c.Case = number
	done, err := s.carryOut(ctx, v, c)
	return commentOf(v, done.Comment), err
}
