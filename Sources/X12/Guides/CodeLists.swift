/// Lists of codes that several segments share.
enum CodeLists {
    /// States of the USA, its territories and military post, provinces of Canada and Mexico (N402).
    static let states = """
        AA AB AE AK AL AP AR AS AZ BC CA CO CT DC DE FL FM GA GU HI IA ID IL IN KS KY LA MA MB MD ME MH MI MN MO MP MS MT \
        NB NC ND NE NF NH NJ NL NM NS NT NU NV NY OH OK ON OR PA PE PQ PR QC PW RI SC SD SK TN TX UT VA VI VT WA WI WV WY YT
        """

    /// Ways to reach a member.
    static let memberContacts = "AP BN CP EM EX FX HP TE WP"

    /// Why a member's enrolment changes (INS04).
    static let maintenanceReasons = """
        01 02 03 04 05 06 07 08 09 10 11 14 15 16 17 18 20 21 22 25 26 27 28 29 31 32 33 37 38 39 40 41 43 59 AA AB AC AD AE \
        AF AG AH AI AJ AL EC XN XT
        """

    /// What somebody is to the subscriber (INS02).
    static let relationships = """
        01 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 23 24 25 26 31 38 53 60 D2 G8 G9
        """

    /// Lines of insurance (HD03).
    static let insuranceLines = """
        AG AH AJ AK DCP DEN EPO FAC HE HLT HMO LTC LTD MM MOD PDG POS PPO PRA STD UR VIS
        """

    /// Who is covered by an enrolment (HD05).
    static let coverageLevels = "CHD DEP E1D E2D E3D E5D E6D E7D E8D E9D ECH EMP ESP FAM IND SPC SPO TWO"

    /// How a member's work is described (EC01 to EC03).
    static let employmentClasses = "01 02 03 04 05 06 07 08 09 10 11 12 17 18 19 20 21 22 23"

    /// In which zone the header's time is (BGN05).
    static let timeZones = """
        01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 AD AS AT CD CS CT ED ES ET GM HD HS HT LT MD \
        MS MT ND NS NT PD PS PT TD TS TT UT
        """
}
