"""What the words of other logs stand for here: for each field and code, words apart by strokes."""

from __future__ import annotations

from collections.abc import Mapping

# As they are compared: without case, accents and most signs.
SAID: Mapping[str, Mapping[str, str]] = {
    "outcome": {
        "done": """
            yes | y | true | answered | resolved | solved | completed | complete | success |
            successful | helped | closed | ie | ydy | atebwyd | fully resolved | fully | fully
            answered | 1 | ok | finished | achieved | sorted | issue resolved | cwblhawyd
        """,
        "partly": """
            partial | partially | partially answered | partially resolved | in part | ongoing |
            follow up | followup | follow up needed | pending | in progress | open | some | needs
            follow up | to be continued
        """,
        "handed-on": """
            referred | referral | signposted | signpost | handed over | escalated | transferred |
            passed on | referred on | referred elsewhere | redirected | sent elsewhere | cyfeiriwyd
        """,
        "could-not": """
            no | n | false | unanswered | not answered | unresolved | not resolved | unable | unable
            to help | failed | unsuccessful | could not help | not helped | 0 | na | nac ydy |
            abandoned | gave up | not achieved
        """,
    },
    "channel": {
        "walk-in": """
            in person | inperson | face to face | f2f | walk up | walkin | desk | counter | at desk
            | service desk | in library | onsite | on site | personal | reference desk | information
            desk | help desk | enquiry desk | wyneb yn wyneb
        """,
        "phone": "telephone|tel|call|phone call|by phone|over the phone|ar y ffon|dros y ffon",
        "booked": """
            appointment | booking | by appointment | one to one | 1 to 1 | 1:1 | 121 | scheduled |
            consultation | apwyntiad
        """,
        "drop-in": """
            drop in | dropin | group session | workshop | class | event | session | it session |
            digital drop in | surgery
        """,
        "video": "zoom|teams|video call|online meeting|skype|virtual",
        "home-visit": "home|housebound|at home|home library",
        "outreach": "community|off site|offsite|roving|mobile library|community venue|out and about",
    },
    "device": {
        "library-pc": """
            pc | public pc | computer | library computer | desktop | public computer | peoples
            network | pn pc | ours
        """,
        "own-phone": """
            phone | mobile | smartphone | mobile phone | android | iphone | own mobile | android
            phone | smart phone
        """,
        "own-computer": """
            laptop | tablet | ipad | own laptop | own tablet | own device | android tablet |
            chromebook | kindle | e reader
        """,
        "loaned": "loan|loan device|library tablet|library laptop|borrowed|hublet",
        "none": "no device|n/a|no|n",
    },
    "help_given": {
        "told": "advice|advised|information|verbal|explained",
        "showed": "demonstrated|demo|demonstration|guided",
        "together": "assisted|supported|worked together|one to one support",
        "for-them": "did it for them|completed for them|done for them",
    },
    "topic": {
        "printing-scanning": "print|copy|copying|photocopy|photocopying|photocopier|printer|scan|scanner|fax",
        "wifi": "wireless|wi fi|internet access|wifi access|wi fi access|internet connection",
        "account-recovery": """
            password | passwords | password reset | log in | login | logging in | logon | sign in |
            pin | lost password
        """,
        "email-account": "email|e mail|emails|set up email|webmail|gmail|hotmail|outlook",
        "first-steps": """
            computer basics | basic computer skills | basic it | it basics | computer use | computer
            help | it help | computer help | tech help | technology | using a computer | technical |
            equipment
        """,
        "e-books": """
            ebooks | e book | ebook | e resources | eresources | libby | borrowbox | overdrive | e
            audio | databases
        """,
        "library-catalogue": """
            catalogue search | opac | reservations | renewals | find a book | book search | library
            catalogue
        """,
        "public-pc": "computer|computers|pc|pc help|pc booking|computer booking|public computer",
        "universal-credit-claim": "uc|universal credit|benefits|benefit|dwp",
        "job-search": "job|jobs|jobseeking|job seeking|employment|indeed|jobcentre",
        "other": "misc|miscellaneous|general|other enquiry|various|everything else|arall|eile",
    },
}
