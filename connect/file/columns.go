package file

import (
	"strings"

	"vigie.example/vigie/text"
)

// columnNames are the names under which exports hold each role, the surest
// first, folded and without what parts their words. They come from the exports
// of X, Bluesky, Hacker News, Zendesk and Trustpilot, from R and Python
// packages that collect posts, and from French review sets.
var columnNames = map[role][]string{
	roleID:         {"tweetid", "idtweet", "statusid", "postid", "idpost", "messageid", "commentid", "reviewid", "ticketid", "mentionid", "uri", "guid", "cid", "id", "identifiant"},
	roleText:       {"text", "texte", "fulltext", "tweettext", "originaltweet", "tweet", "content", "contenu", "body", "corps", "message", "reviewtext", "reviewbody", "review", "avis", "verbatim", "commentaire", "comment", "commenttext", "posttext", "selftext", "post", "publication", "description", "summary", "resume", "extrait"},
	roleTitle:      {"title", "titre", "titreavis", "reviewtitle", "headline", "subject", "objet", "sujet"},
	roleAuthor:     {"authorhandle", "screenname", "username", "handle", "pseudo", "author", "auteur", "authorid", "idcompte", "userid", "user", "utilisateur", "account", "compte", "login", "by", "userscreenname", "authorusername", "name"},
	roleAuthorName: {"authorname", "displayname", "nomauteur", "fullname", "nom", "reviewer", "reviewername", "authordisplayname"},
	roleAuthorURL:  {"authorurl", "profileurl", "urlauteur", "authorlink"},
	roleDate:       {"createdat", "tweetcreated", "tweetdate", "publishedat", "datepublication", "publicationdate", "pubdate", "published", "postedat", "date", "datetime", "timestamp", "created", "createdutc", "publishedon", "publiele", "datecreation", "reviewdate", "dateavis", "dateexperience", "jour", "day"},
	roleClock:      {"heure", "heureutc", "heureutc0", "time", "hour"},
	roleURL:        {"url", "link", "lien", "permalink", "posturl", "tweeturl", "adresse", "href", "permalien"},
	roleSite:       {"site", "domain", "domaine", "host", "website", "siteweb"},
	roleChannel:    {"channel", "canal", "mediatype", "sourcetype", "typemedia"},
	roleNetwork:    {"network", "reseau", "platform", "plateforme"},
	roleLang:       {"lang", "language", "langue", "langs"},
	roleRating:     {"rating", "note", "stars", "etoiles", "starrating", "reviewrating", "nbetoiles"},
	roleReplyTo:    {"inreplytostatusid", "inreplytostatusstatusid", "inresponsetotweetid", "inreplytoid", "inreplyto", "replyto", "replyparent", "parentid", "enreponsea"},
	roleThread:     {"conversationid", "threadid", "replyroot", "discussion", "filid"},
	roleBio:        {"userdescription", "authordescription", "authorbio", "bio", "biographie", "userbio"},
	roleCountry:    {"country", "countrycode", "pays", "codepays", "placecountrycode"},
	roleTo:         {"inreplytoscreenname", "inreplytousername", "mentionnedusers", "mentionedusers", "destinataire"},
	roleParent:     {"parenttext", "texteparent", "inreplytotext", "parentbody"},
	roleLinks:      {"urls", "links", "liens", "outlinks", "externalurl", "expandedurls"},
	roleImages:     {"images", "imageurls", "photos", "photo", "imageurl", "thumbnail"},
	roleVideos:     {"videos", "videourls", "videourl"},
	roleRepost:     {"isretweet", "isrepost", "retweet", "isshare"},
	roleReactions:  {"likecount", "likes", "favoritecount", "favorites", "reactions", "numpoints", "points", "score", "upvotes", "jaime"},
	roleReplies:    {"replycount", "numcomments", "commentcount", "commentscount", "replies", "reponses", "nbcommentaires"},
	roleReposts:    {"repostcount", "retweetcount", "retweets", "sharecount", "shares", "partages"},
	roleViews:      {"viewcount", "views", "impressions", "vues", "impressioncount"},
	roleFollowers:  {"followerscount", "followers", "abonnes", "userfollowerscount", "followercount"},
}

// squeeze makes one name of the ways to write it: "Tweet ID", "tweet_id" and
// "tweetId" are the same.
func squeeze(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '-', '.', ' ', '/', ':', '#', '\'', '’', '(', ')':
			return -1
		}
		return r
	}, text.Fold(strings.TrimSpace(name)))
}

// knownColumn returns the squeezed name of a column where it is one we know,
// else nothing.
func knownColumn(name string) string {
	s := squeeze(name)
	for _, names := range columnNames {
		for _, n := range names {
			if n == s {
				return s
			}
		}
	}
	return ""
}
